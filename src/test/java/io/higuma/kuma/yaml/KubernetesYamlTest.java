package io.higuma.kuma.yaml;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.kuma.Parsed;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the parser with {@code sigs.k8s.io/yaml}. {@code src/test/sigs-yaml} recorded the cases
 * from the library.
 */
class KubernetesYamlTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path RECORDED = Path.of("src/test/resources/sigs-yaml/recorded.jsonl");

  private static final Comparator<JsonNode> NUMBERS =
      (a, b) -> {
        boolean numbers = a.isNumber() && b.isNumber() && finite(a);
        return numbers
            ? new BigDecimal(a.asText()).compareTo(new BigDecimal(b.asText()))
            : a.equals(b) ? 0 : 1;
      };

  /** Input that SnakeYAML accepts and the library rejects: block scalars that start with a tab. */
  private static final Set<String> MORE_THAN_THE_LIBRARY = Set.of("a: |\n  \tb\n");

  static Stream<JsonNode> recorded() throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    for (String line : Files.readAllLines(RECORDED)) {
      cases.add(JSON.readTree(line));
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void givesTheJsonThatTheLibraryGives(JsonNode recorded) {
    switch (KubernetesYaml.read(recorded.get("yaml").textValue())) {
      case Parsed.Good<KubernetesYaml.Document>(KubernetesYaml.Document document) -> {
        if (recorded.has("json")) {
          assertThat(document.root().equals(NUMBERS, recorded.get("json")))
              .as("%s, and not %s", document.root(), recorded.get("json"))
              .isTrue();
        } else if (!MORE_THAN_THE_LIBRARY.contains(recorded.get("yaml").textValue())) {
          assertThat(hasNoJson(document.root())).as("read as %s", document.root()).isTrue();
        }
      }
      case Parsed.Bad<KubernetesYaml.Document>(var violation) ->
          assertThat(recorded.path("failed").asText())
              .as("the library fails, too: %s", violation)
              .isNotEmpty();
    }
  }

  private static boolean finite(JsonNode number) {
    return Double.isFinite(number.doubleValue());
  }

  private static boolean hasNoJson(JsonNode node) {
    return node.isContainerNode()
        ? node.valueStream().anyMatch(KubernetesYamlTest::hasNoJson)
        : node.isNumber() && !finite(node);
  }

  static Stream<JsonNode> tabs() throws IOException {
    return recorded()
        .filter(recorded -> recorded.path("failed").asText().contains("cannot start any token"))
        .filter(recorded -> recorded.get("yaml").textValue().contains("\t"));
  }

  @ParameterizedTest
  @MethodSource("tabs")
  void namesTheLineOfATabThatIndents(JsonNode recorded) {
    Matcher line = Pattern.compile("line ([0-9]+)").matcher(recorded.get("failed").textValue());

    assertThat(problem(recorded.get("yaml").textValue()))
        .isEqualTo(
            "line %s: a tab cannot indent, only spaces can"
                .formatted(line.find() ? line.group(1) : "1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: 1\\nb: *x|line 2: there is no anchor 'x' above it",
        "a: &x\\n- 1\\n- *x|line 1: an anchor's value contains itself",
        "a: 1\\n<<: 2|line 2: '<<' takes a mapping or a list of mappings",
        "a: 1\\n? [b]\\n: 2|line 2: a key must be a text, a number or a boolean",
        "a: 1\\nnull: 2|line 2: a key must not be null",
        "a: 1\\nb: !!int x|line 2: 'x' is not what its tag !!int says",
        "a: 1\\nb: \\0|line 2: a control character is not allowed"
      })
  void saysWhatIsWrongAndWhere(String text, String problem) {
    assertThat(problem(text.replace("\\n", "\n").replace("\\0", "\0"))).isEqualTo(problem);
  }

  @Test
  void stopsAtAliasesThatGrowWithoutEnd() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      text.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", nCopies(10, alias))));
    }

    assertThat(problem(text.toString())).contains("aliases make this document too large");
  }

  @Test
  void stopsAtEndlessNesting() {
    assertThat(problem("[".repeat(100_000))).isEqualTo("line 1: nested deeper than 200");
  }

  @Test
  @Timeout(20)
  void stopsAtTooManyTabs() {
    assertThat(problem("[" + "\t1,".repeat(20_000) + "]")).isNotEmpty();
  }

  @Test
  @Timeout(20)
  void readsLongJsonThatIsIndentedByTabs() {
    StringBuilder many = new StringBuilder("{\n");
    for (int i = 0; i < 20_000; i++) {
      many.append("\t\"k").append(i).append("\": ").append(i).append(",\n");
    }
    many.append("\t\"last\": true\n}\n");

    assertThat(read(many.toString()).size()).isEqualTo(20_001);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "y",
        "0x10",
        "010",
        "1e3",
        "1_000",
        ".5",
        "~",
        "null",
        ".inf",
        "",
        "a: b",
        "2020-01-01",
        "-1",
        "+1",
        "a\tb",
        "a\nb",
        "- a",
        "*x",
        "a #b",
        "é",
        "<<"
      })
  void readsBackWhatIsWritten(String text) throws IOException {
    YAMLMapper mapper =
        YAMLMapper.builder(YAMLFactory.builder().stringQuotingChecker(new PlainText()).build())
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();
    String yaml = mapper.writeValueAsString(Map.of("key", text));

    assertThat(read(yaml).get("key")).as(yaml).isEqualTo(TextNode.valueOf(text));
  }

  private static JsonNode read(String text) {
    return switch (KubernetesYaml.read(text)) {
      case Parsed.Good<KubernetesYaml.Document>(var document) -> document.root();
      case Parsed.Bad<KubernetesYaml.Document>(var violation) ->
          throw new AssertionError(violation.toString());
    };
  }

  private static String problem(String text) {
    return switch (KubernetesYaml.read(text)) {
      case Parsed.Good<KubernetesYaml.Document>(var document) ->
          throw new AssertionError("read as " + document);
      case Parsed.Bad<KubernetesYaml.Document>(var violation) -> violation.message();
    };
  }
}
