// Records what sigs.k8s.io/yaml, with which Kuma reads its configuration, makes of YAML texts.
//
//	go run . > ../resources/sigs-yaml/recorded.jsonl
//
// Each line is {yaml, json | failed, typed | refused}: the text, the JSON of YAMLToJSON or its error,
// and what Unmarshal puts into a struct or its error. After the texts that are written down come
// texts put together from pieces by a fixed seed.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strings"

	"sigs.k8s.io/yaml"
)

type target struct {
	Text   string            `json:"text,omitempty"`
	Flag   bool              `json:"flag,omitempty"`
	Number int64             `json:"number,omitempty"`
	Texts  []string          `json:"texts,omitempty"`
	Map    map[string]string `json:"map,omitempty"`
}

type recording struct {
	Yaml    string          `json:"yaml"`
	Json    json.RawMessage `json:"json,omitempty"`
	Failed  string          `json:"failed,omitempty"`
	Typed   *target         `json:"typed,omitempty"`
	Refused string          `json:"refused,omitempty"`
}

// Scalars, as they can stand in a block and in a flow collection.
var scalars = strings.Split(`a|"a"|'a'|true|True|TRUE|tRUE|yes|Yes|YES|no|on|off|Off|y|n|Y|N|"yes"|'true'|null|~|Null|NULL|nULL|""|''|`+
	`0|1|-1|+1|-0|007|010|08|0o17|0O17|0x1F|0X1f|0b101|0B101|-0x10|-0b11|-010|1_000|0x_ff|1__0|1_|_1|0b|0x|0b12|+|-.5|.5|5.|+.5|._5|`+
	`1.5|1e3|1E3|1e+3|1e-3|1.10|1.0|80.0|1e21|1e400|.1e400|123456789.5|0.1|1234567.0|100000.0|1e5|1e6|0.0001|0.00001|3.4e39|-2.5e-7|`+
	`2147483648|9223372036854775807|9223372036854775808|18446744073709551615|18446744073709551616|-9223372036854775809|`+
	`.inf|-.inf|+.inf|.Inf|.iNf|.nan|.NaN|190:20:30|1:30|2020-01-01|2020-1-1|2020-01-01T10:00:00Z|2020-01-01 10:00:00|2020-13-01|"2020-01-01"|`+
	`10.0.0.1|1.2.3|64Mi|30s|50m|http://a:80|a b|a#b|a:b|=|<<|"<<"|!!str 1|!!str true|!!int "3"|!!int abc|!!float 3|!!float "1.5"|!!bool "yes"|`+
	`!!bool 1|!!null x|!!null ""|!!str|!foo 1|! 1|!!binary aGk=|!!binary "%%"|!!timestamp 2020-01-01|!!timestamp a|"\x41\u00e9\n"|'it''s'|é|.|-a|?a|:a`, "|")

var documents = []string{
	"", "\n", "---\n", "---", "...\n", "# only a comment\n", "null\n", "~", "--- text\n", "- a\n- b\n", "text",
	"a: 1\n---\nb: 2\n", "a: 1\n...\nb: 2\n", "---\na: 1\n...\n", "a: 1\n---\nb: [\n", "---\n---\na: 1\n", "%YAML 1.1\n---\na: 1\n", "%TAG ! tag:x,2000:\n---\na: !b c\n",
	"a: &x 1\nb: *x\n", "a: &x {c: 1}\nb: *x\n", "a: *x\n", "a: &x [*x]\n", "&x a: 1\nb: *x\n", "a: &x 1\nb: &x 2\nc: *x\n", "a: &x\nb: *x\n", "a: &x yes\ntext: *x\n",
	"x: &img registry.example/kuma-init:2\ntext: *img\ntexts: [*img, *img]\n", "a: &x !!str 1\ntext: *x\n", "*x : 1\n", "a: &x b\n*x : 1\n",
	"m: &m {a: 1, b: 2}\nn: {<<: *m, b: 3}\n", "m: &m {a: 1, b: 2}\nn: {b: 3, <<: *m}\n", "m: &m {a: 1}\nn: &n {a: 2, b: 2}\no:\n  <<: [*m, *n]\n  c: 3\n",
	"m: &m {a: 1}\nn: &n {<<: *m, b: 2}\no: {<<: *n}\n", "m: &m [1]\nn: {<<: *m}\n", "n: {<<: 1}\n", "n: {<<: {a: 1}}\n", "n: {<<: [{a: 1}, {a: 2, b: 3}]}\n", "n: {<<: [1]}\n", "n: {\"<<\": {a: 1}}\n",
	"n: {<<: null}\n", "m: &m {a: 1}\nn: &n {b: 1}\no:\n  <<: *m\n  <<: *n\n", "n: {<<: [[{a: 1}]]}\n", "n: {!!merge <<: {a: 1}}\n", "m: &m {text: 1, flag: yes}\n<<: *m\nnumber: 0x10\n",
	"a: 1\na: 2\n", "a: {b: 1}\na: {c: 2}\n", "a: 1\n\"a\": 2\n", "1: a\n0x1: b\n", "text: a\ntext: b\n", "a:\n  b: 1\n  b: 2\n", "Text: a\ntext: b\n", "text: b\nTEXT: a\n",
	"1: a\n", "yes: a\n", "null: a\n", "~: a\n", "1.5: a\n", ".inf: a\n", "2020-01-01: a\n", "0x10: a\n", "{a: b}: c\n", "[a]: c\n", "? a\n: b\n", "? a\n", "? - a\n: b\n", "!!str 1: a\n", "1e3: a\n", ": a\n", "\"\": a\n",
	"map: {1: 2, yes: no, 1.5: 1.5}\n", "map: {a: null}\n", "map:\n  a:\n  b: ~\n", "texts: [1, yes, null, 1.5, a]\n", "texts: [[a]]\n", "map: {a: {b: c}}\n", "map: [a]\n", "texts: a\n", "texts: {a: b}\n", "text: [a]\n", "text: {a: b}\n",
	"TEXT: 1\nFlag: on\n", "text:\nflag:\nnumber:\ntexts:\nmap:\n", "{\"text\": \"a\", \"flag\": true, \"number\": 1}", "{\"text\":\"a\",\"texts\":[\"b\",1]}", "{text: a, flag: yes,}", "{text: a\n, flag: yes}", "[1,2,]", "{a, b: c}", "[a: b]", "{a:1}", "{a:b, \"c\":d}", "{a: , b: }", "[,]", "[a,,b]", "{a: 1", "[a", "{a: 1}}", "a: ]", "a: }",
	"text: |\n  a\n  b\n", "text: |-\n  a\n  b\n", "text: |+\n  a\n\n", "text: >\n  a\n  b\n\n  c\n", "text: >-\n  a\n   b\n", "text: |2\n    a\n", "text: |\n\n  a\n", "text: a\n  b\n", "text: \"a\n  b\"\n", "text: 'a\n\n  b'\n", "text: \"a\\\n  b\"\n", "text: |\n  yes\n", "text: |-\n  1\n", "flag: |-\n  true\n", "number: |-\n  1\n", "text: >\n  # no comment\n",
	"a: 1 # c\n", "a: 1# c\n", "a: # c\n  b: 1\n", "# c\na: 1\n# d\n", "a: \"x\" # c\n", "a: [1, # c\n 2]\n", "a: |  # c\n  b\n", "a: b\n # c\n",
	"\ta: 1\n", "a:\n\tb: 1\n", "a:\t1\n", "a: 1\t# c\n", "a: 1\t\n", "a: \"1\"\t\n", "a: \"1\"\t# c\n", "a:\t\n  b: 1\n", "a:\n  b: 1\n\tc: 2\n", "a:\n  \tb: 1\n", "-\ta\n", "- \ta\n", "a: [1,\t2]\n", "a: [\n\t1,\n\t2\n]\n", "{\n\t\"text\": \"a\",\n\t\"number\": 1\n}\n", "a: {b:\t1}\n", "a: {\tb: 1\t}\n", "a: |\n\tb\n", "a: |\n  \tb\n", "a: b\n\tc\n", "a: b\n  \tc\n", "a: \"b\n\tc\"\n", "a: 'b\tc'\n", "a: b\tc\n", "\t# c\na: 1\n", "a: 1\n\t# c\nb: 2\n", "a: 1\n\t\nb: 2\n", "a: 1\n  \t\nb: 2\n", "a: \"1\"\n\t\nb: 2\n", "a: \"1\"\n\t# c\nb: 2\n", "\t\na: 1\n", "a:\n\t\n  b: 1\n", "a:\n  b: \"1\"\n \t\n  c: 2\n", "? \ta\n", "a:\t- b\n", "- a:\t1\n  b:\t2\n", "a: &x\t1\nb: *x\t\n", "a: !!str\t1\n", "# c\n\nruntime:\n\tkubernetes: {}\n", "runtime:\n  kubernetes:\n  \tinjector: {}\n", "a:\n- b\n\t- c\n", "---\ta\n", "---\t\na: 1\n", "a: 1\n---\t\n", "a: 1\n...\t\n", "[\ta\t,\tb\t]\t", "\t{a: 1}\n", "\t\"a\"\n", "a:\n\t- b\n", "a:\n\tb\n", "a:\n\t\"b\"\n", "a:\n  - b\n  -\t- c\n", "a:\n\t{b: c}\n", "a:\n\t[b]\n", "a:\n\t|\n  b\n", "a\t: 1\n", "\"a\"\t: 1\n",
	"a: b: c\n", "a: 'b\n", "a: \"b\n", "a: \"\\q\"\n", "a: @b\n", "a: `b\n", "a: %b\n", "a: *\n", "a: &\n", "a\n b: c\n", "a:\n  b: 1\n c: 2\n", "a:\n b: 1\n  c: 2\n", "- a\nb: c\n", "a: b\n- c\n", "a:\n- b\n- c\n", "a:\n  - b\n- c\n", "a: - b\n", "a: 1\nb\n", "a: 1\n b\n", "a: 1\r\nb: 2\r\n", "a: \u0001\n", "a: \"\u0000\"\n", "\ufeffa: 1\n", "a: \u2028b\n", "a: \u0085b\n", "a: {b: {c: {d: [1, {e: f}]}}}\n", "- - a\n  - b\n- - c\n", "- a: 1\n  b: 2\n- a: 3\n", "-\n  a: 1\n-\n", "- \n- a\n", "a: !!set {b, c}\n", "a: !!omap [b: 1]\n", "a: !!map {b: 1}\n", "a: !!seq [1]\n", "a: !x {b: 1}\n", "a: !<tag:yaml.org,2002:str> 1\n", "a: !!unknown 1\n", "a: !\n", "a: 'x' y\n", "a: \"x\"y\n", "a: [b]c\n", "\"a\":1\n", "\"a\": 1\n", "'a': 1\n", "a : 1\n", "a: ?b\n", "a: -\n", "a:: b\n", "a: b:\n", "a: :b\n", "a: #b\n", "a: b #c\n", "http://a: b\n", "a: http://b:80/c?d=e#f\n",
}

// Pieces of which random texts are made.
var lines = []string{"text: %s", "flag: %s", "number: %s", "texts: [%s, %s]", "map: {k: %s, l: %s}", "map:\n  k: %s\n  l: %s", "texts:\n- %s\n- %s", "other: &x %s\ntext: *x", "base: &m {text: %s}\n<<: *m", "text: &y %s\ntexts: [*y, %s]", "map:\n  <<: {k: %s}\n  l: %s", "%s: %s", "other: {in: [%s, {deep: %s}]}", "# %s\nflag: %s", "text: %s # end", "number: %s\nnumber: %s"}

func random(number int) []string {
	source := rand.New(rand.NewSource(37))
	var texts []string
	for n := 0; n < number; n++ {
		var text strings.Builder
		for more := source.Intn(3); more >= 0; more-- {
			line := lines[source.Intn(len(lines))]
			for strings.Contains(line, "%s") {
				line = strings.Replace(line, "%s", scalars[source.Intn(len(scalars))], 1)
			}
			text.WriteString(line + "\n")
		}
		texts = append(texts, text.String())
	}
	return texts
}

func record(text string) recording {
	r := recording{Yaml: text}
	if out, err := yaml.YAMLToJSON([]byte(text)); err != nil {
		r.Failed = err.Error()
	} else {
		r.Json = out
	}
	var typed target
	if err := yaml.Unmarshal([]byte(text), &typed); err != nil {
		r.Refused = err.Error()
	} else {
		r.Typed = &typed
	}
	return r
}

func main() {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	texts := append([]string{}, documents...)
	for _, scalar := range scalars {
		for _, form := range []string{"a: %s\n", "text: %s\n", "number: %s\n", "flag: %s\n", "texts: [%s]\n", "map:\n  k: %s\n", "%s: 1\n"} {
			texts = append(texts, fmt.Sprintf(form, scalar))
		}
	}
	for _, text := range append(texts, random(300)...) {
		if err := out.Encode(record(text)); err != nil {
			panic(err)
		}
	}
}
