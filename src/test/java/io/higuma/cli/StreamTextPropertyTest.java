package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.higuma.cli.documents.RandomManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** In any stream, injection only adds text, and uninjection removes exactly this text. */
class StreamTextPropertyTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern COMMENT = Pattern.compile("# [a-z]+[^\\n]* [0-9]+");

  /** Lines that injection may change: flow style, aliases, and probes. */
  private static final Pattern CHANGEABLE =
      Pattern.compile("[{}\\[\\]*]|\\b(httpGet|tcpSocket|grpc|path|port)\\b");

  @Property(tries = 200)
  void textStaysThatInjectionDoesNotChange(
      @ForAll @Size(max = 250) List<@IntRange(max = 59) Integer> choices) throws IOException {
    var text = RandomManifest.of(choices);
    var injected = run(text, "inject", "--always", "-");
    Statistics.label("forms").collect(text.contains("{\n") ? "json" : "yaml");

    assertThat(comments(injected)).as(text).isEqualTo(comments(text));
    var left = lines(injected).iterator();
    for (var line : lines(text)) {
      if (!CHANGEABLE.matcher(line).find()) {
        assertThat(found(line, left)).as("'%s' of%n%s", line, text).isTrue();
      }
    }
    assertThat(parsed(injected)).as(text).isEqualTo(data(text));
    assertThat(run(injected, "uninject", "-")).as(injected).isEqualTo(text);
  }

  private static String run(String input, String... arguments) {
    var run = CommandRun.withInput(input, arguments);
    assertThat(run.exitCode()).as("%s%n%s", run.err(), input).isZero();
    assertThat(run.err()).as(input).doesNotContain("written");
    return run.out();
  }

  /** In JSON, the last member gets a comma if another is added. */
  private static List<String> lines(String text) {
    return text.lines().map(line -> line.replaceFirst(",$", "")).toList();
  }

  private static boolean found(String line, Iterator<String> left) {
    while (left.hasNext()) {
      if (left.next().equals(line)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> comments(String text) {
    return COMMENT.matcher(text).results().map(found -> found.group().strip()).toList();
  }

  /** The data of this library. */
  private static List<JsonNode> data(String text) throws IOException {
    var data = new ArrayList<JsonNode>();
    try (var parser = JSON.createParser(run(text, "inject", "--always", "-o", "json", "-"))) {
      JSON.readValues(parser, JsonNode.class).forEachRemaining(data::add);
    }
    return data;
  }

  /** The data of another parser, which does not support tabs between tokens. */
  private static List<JsonNode> parsed(String text) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(true);
    var data = new ArrayList<JsonNode>();
    new Yaml(new SafeConstructor(options))
        .loadAll(text.replace('\t', ' '))
        .forEach(each -> data.add(JSON.valueToTree(each)));
    data.removeIf(JsonNode::isNull);
    return data;
  }
}
