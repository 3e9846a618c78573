// Records what Kuma's JSON patch library makes of containers and operations.
//
//	go run . [number of random cases] < cases.json > ../resources/json-patch/recorded.jsonl
//
// The input is a JSON array of {name, container, operations}, a case without a container starts from
// that of the first one; after those come random cases from a fixed seed. `value` of an operation is a string that holds JSON, as in a ContainerPatch.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strings"

	jsonpatch "github.com/evanphx/json-patch/v5"
)

type operation struct {
	Op    string  `json:"op"`
	Path  string  `json:"path"`
	From  *string `json:"from,omitempty"`
	Value *string `json:"value,omitempty"`
}

type recording struct {
	Name       string          `json:"name"`
	Container  json.RawMessage `json:"container,omitempty"`
	Operations []operation     `json:"operations"`
	Result     json.RawMessage `json:"result,omitempty"`
	Failed     string          `json:"failed,omitempty"`
}

func quoted(text string) *json.RawMessage {
	raw, _ := json.Marshal(text)
	message := json.RawMessage(raw)
	return &message
}

func apply(document []byte, operations []operation) (result []byte, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v", fault)
		}
	}()
	var patch jsonpatch.Patch
	for _, o := range operations {
		step := jsonpatch.Operation{"op": quoted(o.Op), "path": quoted(o.Path)}
		if o.From != nil {
			step["from"] = quoted(*o.From)
		}
		if o.Value != nil {
			value := json.RawMessage(*o.Value)
			step["value"] = &value
		}
		patch = append(patch, step)
	}
	options := jsonpatch.NewApplyOptions()
	options.EnsurePathExistsOnAdd = true
	return patch.ApplyWithOptions(document, options)
}

const base = `{"args":["run","--log-level=info"],"command":[],"env":[{"name":"A","value":"1"},{"name":"B"},{"name":"C","value":"3"}],` +
	`"image":"kuma-dp:2","name":"kuma-sidecar","resources":{"limits":{"cpu":"1","memory":"512Mi"},"requests":{"cpu":"50m"}},` +
	`"securityContext":{"capabilities":{"drop":["ALL"]},"runAsUser":5678}}`

var inner = []string{"args", "command", "env", "resources", "limits", "requests", "securityContext", "capabilities", "drop",
	"0", "1", "2", "3", "5", "-", "-1", "-2", "-4", "01", "+1", "lifecycle", "image"}
var leaves = append([]string{"name", "value", "cpu", "example.com~1gpu", "a~0b", "runAsUser", "privileged"}, inner...)
var values = []string{"true", "7", `"x"`, `{"cpu":"2"}`, `["a","b"]`, "{}", "[]", `{"name":"N","value":"v"}`}
var kept = [][]string{{"args"}, {"env"}, {"env", "0"}, {"env", "-1"}, {"resources", "limits"}, {"securityContext", "capabilities", "drop"}, {}}

func pointer(random *rand.Rand) string {
	segments := append([]string{}, kept[random.Intn(len(kept))]...)
	for more := max(0, random.Intn(4)-1); more > 0; more-- {
		segments = append(segments, inner[random.Intn(len(inner))])
	}
	segments = append(segments, leaves[random.Intn(len(leaves))])
	return "/" + strings.Join(segments, "/")
}

func randomCases(number int) []recording {
	random := rand.New(rand.NewSource(36))
	ops := []string{"add", "add", "add", "add", "add", "replace", "remove", "move", "copy"}
	var cases []recording
	for n := 0; n < number; n++ {
		c := recording{Name: fmt.Sprintf("random %d", n)}
		for more := random.Intn(3); more >= 0; more-- {
			o := operation{Op: ops[random.Intn(len(ops))], Path: pointer(random)}
			from, value := "/"+strings.Join(kept[random.Intn(len(kept)-1)], "/"), values[random.Intn(len(values))]
			switch o.Op {
			case "add", "replace":
				o.Value = &value
			case "move", "copy":
				if strings.HasPrefix(o.Path, from+"/") {
					// RFC 6902 forbids it, the library does not look.
					from = "/image"
				}
				o.From = &from
			}
			c.Operations = append(c.Operations, o)
		}
		cases = append(cases, c)
	}
	return cases
}

func main() {
	var cases []recording
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	cases = append([]recording{{Name: "base", Container: json.RawMessage(base), Operations: []operation{}}}, cases...)
	random := 500
	if len(os.Args) > 1 {
		fmt.Sscan(os.Args[1], &random)
	}
	for _, c := range append(cases, randomCases(random)...) {
		container := c.Container
		if container == nil {
			container = json.RawMessage(base)
		}
		result, err := apply(container, c.Operations)
		if err != nil {
			c.Failed = err.Error()
		} else if !json.Valid(result) {
			c.Failed = "the result is no JSON"
		} else {
			c.Result = result
		}
		if err := out.Encode(c); err != nil {
			panic(err)
		}
	}
}
