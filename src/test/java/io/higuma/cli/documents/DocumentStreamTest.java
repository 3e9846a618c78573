package io.higuma.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Violation;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentStreamTest {
  private static List<Document> read(String text) {
    var result = DocumentStream.read(new Source("in.yaml", text));
    assertThat(result.violations()).isEmpty();
    return result.documents();
  }

  private static JsonNode json(String text) {
    return read(text).getFirst().json().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "# nothing\n",
        "---\n---\n---\n",
        "a: 1",
        "# licence\n---\n# Source: x.yaml\na: 1 # one\n\n---\nb:   'two'\n# end\n",
        "a: 1\r\n---\r\nb: 2\r\n",
        "\uFEFFa: 1\n---\nb: 2",
        "%YAML 1.1\n---\na: 1\n...\n---\nb: 2\n...\n",
        "--- # first\na: 1\n--- {b: 2}\n",
        "{\"a\": 1}\n\n{\"b\": 2}  {\"c\": 3}\n\n---\n{\"d\": 4}",
        "a: |\n  ---\n  text\n---\nb: 1\n",
      })
  void concatenatedTextsAreTheSource(String text) {
    assertThat(read(text).stream().map(Document::text).collect(Collectors.joining()))
        .isEqualTo(text);
  }

  @Test
  void countsOnlyDocumentsWithContent() {
    var documents = read("# licence\n---\na: 1\n---\n---\n# only a comment\n---\nb: 2\n");

    assertThat(documents).extracting(Document::number).containsExactly(1, 0, 0, 2);
    assertThat(documents).extracting(Document::line).containsExactly(3, 5, 7, 8);
  }

  @Test
  void readsJsonObjectsThatFollowOneAnother() {
    var documents = read("{\"a\": 1}\n{\"b\":\n 2}\n{\"c\": 3}");

    assertThat(documents).allMatch(Document::isJson);
    assertThat(documents).extracting(Document::line).containsExactly(1, 2, 4);
    assertThat(documents.get(1).json().orElseThrow()).hasToString("{\"b\":2}");
  }

  @Test
  void readsYamlInBraces() {
    assertThat(json("{a: 1, b: [x, z]}\n")).hasToString("{\"a\":1,\"b\":[\"x\",\"z\"]}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\0',
      value = {
        "yes;true",
        "off;false",
        "On;true",
        "n;false",
        "'yes';\"yes\"",
        "\"true\";\"true\"",
        "0644;420",
        "0o17;15",
        "0x1F;31",
        "-12;-12",
        "12:30;\"12:30\"",
        "2026-01-02;\"2026-01-02\"",
        "1.50;1.50",
        "1e3;1000",
        "1.00065e+09;1000650000",
        "80.0;80",
        "5.;5",
        "-2.0;-2",
        "1e400;\"1e400\"",
        "1e99999999999;\"1e99999999999\"",
        "12345678901234567890;12345678901234567890",
        "100m;\"100m\"",
        "10.0.0.1;\"10.0.0.1\"",
        "~;null",
        "!!str 12;\"12\"",
      },
      delimiter = ';')
  void readsScalarsAsKubectlDoes(String yaml, String json) {
    assertThat(json("a: " + yaml)).hasToString("{\"a\":" + json + "}");
  }

  @Test
  void resolvesAliasesAndMerges() {
    assertThat(json("a: &x {k: 1, l: 2}\nb: *x\nc:\n  <<: *x\n  l: 3\n"))
        .hasToString("{\"a\":{\"k\":1,\"l\":2},\"b\":{\"k\":1,\"l\":2},\"c\":{\"k\":1,\"l\":3}}");
  }

  @Test
  void readsDocumentsWithCommentsInOddPlaces() {
    var text =
        """
        a:
          - b:
              - |
                text
            # deeper than the dash

            # and again
          - c
        """;

    assertThat(json(text)).hasToString("{\"a\":[{\"b\":[\"text\\n\"]},\"c\"]}");
  }

  @Test
  void namesEveryBrokenDocumentWithItsPlace() {
    var text = "a: 1\n---\nb: [1\n---\nc: 3\n---\nd:\n\te: 1\n---\n{\"e\": 1\n";

    assertThat(DocumentStream.read(new Source("in.yaml", text)).violations())
        .extracting(Violation::toString)
        .containsExactly(
            "in.yaml: document 2, line 4, column 1: expected ',' or ']', but got <stream end>",
            "in.yaml: document 4, line 8, column 1: a tab cannot indent: use spaces",
            "in.yaml: document 5, line 11, column 1: expected ',' or '}', but got <stream end>");
  }

  @Test
  void lastOfEqualKeysCounts() {
    var result = DocumentStream.read(new Source("in.yaml", "a:\n  b: 1\n  c: 2\n  b: 3\n"));

    assertThat(result.documents().getFirst().json().orElseThrow())
        .hasToString("{\"a\":{\"b\":3,\"c\":2}}");
    assertThat(result.warnings())
        .extracting(Violation::toString)
        .containsExactly(
            "in.yaml: document 1, line 4: the key 'b' is there twice; the last counts");
  }

  @Test
  void aMergeCountsWhereItStands() {
    assertThat(json("a: &x {k: 1}\nb: {k: 2, <<: *x}\nc: {<<: *x, k: 3}\n"))
        .hasToString("{\"a\":{\"k\":1},\"b\":{\"k\":1},\"c\":{\"k\":3}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:\t1\t# one\n",
        "a: '1'\t# one\n",
        "a: {b:\t1,\n\tc: [\t2\t]}\t\n",
        "a: |\t# one\n  text\n",
        "a:\t&x\t1\nb: *x\t# one\n",
      })
  void readsTabsBetweenTokens(String text) {
    assertThat(json(text).has("a")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:\n\tb: 1", "a:\n-\tb: 1", "a: 1\n\t# one\nb: 2", "a: 1\n\t\nb: 2"})
  void refusesTabsThatIndent(String text) {
    assertThat(DocumentStream.read(new Source("in.yaml", text)).violations())
        .singleElement()
        .extracting(Violation::message)
        .isEqualTo("a tab cannot indent: use spaces");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &x [*x]",
        "a: !!int x",
        "a: !!bool maybe",
        "? [a]\n: b",
        "a: \u0007",
        "a: *nobody",
        "<<: 3",
      })
  void refusesWhatHasNoMeaning(String text) {
    assertThat(DocumentStream.read(new Source("in.yaml", text)).violations()).hasSize(1);
  }

  @Test
  void refusesAliasesThatGrowWithoutEnd() {
    var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      var again = "*a%d, ".formatted(i - 1).repeat(7);
      text.append("a%d: &a%d [%s]\n".formatted(i, i, again));
    }

    assertThat(DocumentStream.read(new Source("in.yaml", text.toString())).violations()).hasSize(1);
  }

  @Test
  void refusesEndlessDepth() {
    var text = "a: " + "[".repeat(100_000);

    assertThat(DocumentStream.read(new Source("in.yaml", text)).violations()).hasSize(1);
  }
}
