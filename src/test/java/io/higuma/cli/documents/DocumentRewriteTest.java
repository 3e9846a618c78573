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
  void addsWithinBracesWhereBracesAre() {
    assertThat(rewrite("a: {b: 1, c: {d: 'x'}}\n", json -> json.withObject("/a").put("e", 2)))
        .isEqualTo("a: {b: 1, c: {d: 'x'}, e: 2}\n");
    assertThat(rewrite("--- {a: 1}\n", json -> json.put("b", 2))).isEqualTo("--- {a: 1, b: 2}\n");
  }

  @Test
  void changesOnlyOneOfTwoAliases() {
    assertThat(
            rewrite("a: &x\n  k: 1\nb: *x\n", json -> json.set("b", json.objectNode().put("k", 2))))
        .isEqualTo("a: &x\n  k: 1\nb: {<<: *x, k: 2}\n");
    assertThat(rewrite("a: &x\n  k: 1\nb: *x\n", json -> json.withObject("/a").put("l", 2)))
        .isEqualTo("a: &x\n  k: 1\n  l: 2\nb:\n  k: 1\n");
  }

  @Test
  void keepsAliasesOfWhatChangesEverywhere() {
    assertThat(
            rewrite(
                "a: &x\n  k: 1 # one\nb: *x\n",
                json -> {
                  json.withObject("/a").put("k", 2);
                  json.set("b", json.path("a"));
                }))
        .isEqualTo("a: &x\n  k: 2 # one\nb: *x\n");
  }

  @Test
  void addsNothingThatAMergeAdds() {
    assertThat(
            rewrite(
                "a: &x {k: 1}\nb:\n  <<: *x\n  k: 2\n  l: 3\n",
                json -> json.withObject("/b").put("k", 1).put("m", 4)))
        .isEqualTo("a: &x {k: 1}\nb:\n  <<: *x\n  l: 3\n  m: 4\n");
  }

  @Test
  void expandsAMergeThatAddsTooMuch() {
    assertThat(
            rewrite(
                "a: &x {k: 1}\nb:\n  <<: *x\n  l: 3\n", json -> json.withObject("/a").put("m", 4)))
        .isEqualTo("a: &x {k: 1, m: 4}\nb:\n  l: 3\n  k: 1\n");
  }

  @Test
  void keepsJsonAsJson() {
    assertThat(rewrite("{\"a\": 1.50}\n", json -> json.put("b", 2)))
        .isEqualTo("{\"a\": 1.50, \"b\": 2}\n");
    assertThat(rewrite("{\"a\":1,\"c\":[]}", json -> json.put("b", 2)))
        .isEqualTo("{\"a\":1,\"c\":[],\"b\":2}");
    assertThat(
            rewrite(
                "{\n    \"a\": [],\n    \"c\": \"\u2028\"\n}\n",
                json -> json.putObject("b").put("d", 2)))
        .isEqualTo(
            "{\n    \"a\": [],\n    \"c\": \"\u2028\",\n    \"b\": {\n        \"d\": 2\n    }\n}\n");
  }

  @Test
  void endsALiteralWithoutALineBreakAsItDid() {
    assertThat(rewrite("a: 1\nb: |\n  text", json -> json.put("c", 2)))
        .isEqualTo("c: 2\na: 1\nb: |\n  text");
  }

  @Test
  void movesElementsWithTheirComments() {
    assertThat(
            rewrite(
                "a:\n- x: 1 # one\n# two\n- x: 2\n  y: 3\n",
                json -> {
                  var list = json.withArray("/a");
                  list.add(list.remove(0));
                }))
        .isEqualTo("a:\n# two\n- x: 2\n  y: 3\n- x: 1 # one\n");
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
