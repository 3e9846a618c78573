package io.higuma.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DocumentRewriteTest {
  private static final String POD =
      """
      ---
      # Source: shop/pod.yaml
      apiVersion: v1
      kind: Pod
      metadata:
        name: shop # the front
        labels: {app: shop, "version": '1'}

      # what runs
      spec:
        containers:
        # the only one
        - name: shop
          image: "shop:1"
          args:
          - |
            two
            lines
          - 'yes'
          ports:
          - containerPort: 8080
        restartPolicy: Always
      """;

  private static String rewrite(String text, Consumer<ObjectNode> change) {
    var result = DocumentStream.read(new Source("in.yaml", text));
    assertThat(result.violations()).isEmpty();
    var document = result.documents().getFirst();
    ObjectNode after = document.json().orElseThrow().deepCopy();
    change.accept(after);
    var rewritten = document.rewritten(after).text();
    assertThat(DocumentStream.read(new Source("out", rewritten)).documents().getFirst().json())
        .contains(after);
    return rewritten;
  }

  @Test
  void keepsCommentsQuotesAndOrderOfWhatStays() {
    var text =
        rewrite(
            POD,
            pod -> {
              pod.withObject("/metadata/annotations").put("a", "true").put("b", "1m0s");
              var spec = pod.withObject("/spec");
              spec.withArray("initContainers").addObject().put("name", "init").put("uid", 5678);
              spec.withArray("containers").insertObject(0).put("name", "kuma-sidecar");
              spec.withArray("volumes").addObject().put("name", "tmp").putObject("emptyDir");
            });

    assertThat(text)
        .isEqualTo(
            """
            ---
            # Source: shop/pod.yaml
            apiVersion: v1
            kind: Pod
            metadata:
              name: shop # the front
              labels: {app: shop, "version": '1'}
              annotations:
                a: "true"
                b: 1m0s

            # what runs
            spec:
              initContainers:
              - name: init
                uid: 5678
              containers:
              - name: kuma-sidecar
              # the only one
              - name: shop
                image: "shop:1"
                args:
                - |
                  two
                  lines
                - 'yes'
                ports:
                - containerPort: 8080
              restartPolicy: Always
              volumes:
              - name: tmp
                emptyDir: {}
            """);
  }

  @Test
  void writesListsAsDeepAsTheyWere() {
    assertThat(rewrite("a:\n  - x: 1\n", json -> json.withArray("a").addObject().put("z", "no")))
        .isEqualTo("a:\n  - x: 1\n  - z: \"no\"\n");
  }

  @Test
  void opensBracesWhereItAddsSomething() {
    assertThat(rewrite("a: {b: 1, c: {d: 'x'}}\n", json -> json.withObject("/a").put("e", 2)))
        .isEqualTo("a:\n  b: 1\n  c: {d: 'x'}\n  e: 2\n");
  }

  @Test
  void changesOnlyOneOfTwoAliases() {
    assertThat(
            rewrite("a: &x\n  k: 1\nb: *x\n", json -> json.set("b", json.objectNode().put("k", 2))))
        .isEqualTo("a:\n  k: 1\nb:\n  k: 2\n");
  }

  @Test
  void keepsJsonAsJson() {
    assertThat(rewrite("{\"a\": 1.50}\n", json -> json.put("b", 2)))
        .isEqualTo("{\"a\":1.50,\"b\":2}\n");
    assertThat(rewrite("{\n  \"a\": []\n}\n", json -> json.put("b", 2)))
        .isEqualTo("{\n  \"a\": [],\n  \"b\": 2\n}\n");
  }

  @Test
  void movesContentOffTheSeparatorsLine() {
    assertThat(rewrite("--- {a: 1}\n", json -> json.put("b", 2))).isEqualTo("---\na: 1\nb: 2\n");
  }

  @Test
  void quotesWhatAnyReaderCouldTakeForSomethingElse() {
    assertThat(
            rewrite(
                "a: 1\n",
                json ->
                    json.put("a", "n")
                        .put("b", "12:30")
                        .put("c", "0644")
                        .put("d", "")
                        .put("e", "500m")
                        .put("f", "- x")
                        .put("g", " x")
                        .put("h", "http://localhost:9902/ready")))
        .isEqualTo(
            """
            a: "n"
            b: "12:30"
            c: "0644"
            d: ""
            e: 500m
            f: '- x'
            g: ' x'
            h: http://localhost:9902/ready
            """);
  }
}
