package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.documents.Document;
import io.higuma.cli.documents.DocumentStream;
import io.higuma.cli.documents.Source;
import io.higuma.dataplane.PodTrimmer;
import io.higuma.dataplane.ServiceTrimmer;
import io.higuma.inject.PodReader;
import io.higuma.inject.workload.Workload;
import io.higuma.patch.ContainerPatches;
import io.higuma.patch.NamedPatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Values of wrong types cause error messages, not internal errors. */
class WrongTypesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Path STREAM = Path.of("src/test/resources/field/all-kinds.yaml");

  private static final List<String> VALUES =
      List.of(
          "\"text\"",
          "\"\"",
          "7",
          "-1",
          "3.5",
          "99999999999999999999999",
          "true",
          "null",
          "[]",
          "[null]",
          "[\"text\"]",
          "[7]",
          "[[{}]]",
          "{}",
          "{\"a\":\"b\"}",
          "{\"a\":{\"b\":[1]}}");

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("inject", "--always", "-"),
          List.of("inject", "--always", "-o", "diff", "-"),
          List.of("inject", "-o", "patch", "-"),
          List.of("explain", "-"),
          List.of("explain", "--always", "-o", "json", "-"),
          List.of("uninject", "-"),
          List.of("dataplane", "-"),
          List.of("dataplane", "-o", "trace", "-"));

  private static final List<JsonNode> ORIGINAL = read(text());

  /** The stream after injection, for uninject and dataplane. */
  private static final List<JsonNode> INJECTED =
      read(CommandRun.withInput(text(), "inject", "--always", "-").out());

  /**
   * A stream with one replaced value.
   *
   * @param stream all documents
   * @param document the number of the changed one, from 1
   * @param pointer to the value
   */
  record Changed(List<JsonNode> stream, int document, JsonPointer pointer) {
    String text() {
      return stream.stream().map(JsonNode::toString).collect(Collectors.joining("\n---\n"));
    }

    @Override
    public String toString() {
      return pointer + " of " + stream.get(document - 1);
    }
  }

  @Property(tries = 1500)
  void causeNoInternalError(
      @ForAll("changed") Changed changed, @ForAll("commands") List<String> command) {
    var run = CommandRun.withInput(changed.text(), command.toArray(String[]::new));

    assertThat(run.exitCode()).as("%s: %s", command, run.err()).isIn(0, 1, 2);
    assertThat(run.err()).doesNotContain("internal error", "\tat ");
    if (run.exitCode() == Exit.USAGE) {
      assertThat(run.err().lines().filter(line -> line.startsWith("error: ")))
          .isNotEmpty()
          .allMatch(line -> line.startsWith("error: <stdin>: document " + changed.document()));
    }
  }

  @Example
  void areNotInTheOriginal() {
    assertThat(INJECTED.toString()).contains("\"name\":\"kuma-sidecar\"");
    for (var stream : List.of(ORIGINAL, INJECTED)) {
      var whole = new Changed(stream, 1, JsonPointer.empty());
      for (var command : COMMANDS) {
        var run = CommandRun.withInput(whole.text(), command.toArray(String[]::new));
        assertThat(run.exitCode()).as("%s: %s", command, run.err()).isZero();
      }
    }
  }

  /** Readers after the schemas reject a value, or treat it as absent. */
  @Property(tries = 1500)
  void failNoReader(@ForAll("changed") Changed changed) {
    var json = changed.stream().get(changed.document() - 1);

    assertThatCode(() -> readAll(json)).doesNotThrowAnyException();
  }

  private static void readAll(JsonNode json) {
    for (var workload : Workload.in(json, "shop")) {
      var pod = json.at(workload.podPointer());
      new PodTrimmer().pod(pod);
      try {
        PodReader.read(pod);
      } catch (PodReader.Malformed malformed) {
        assertThat(malformed).hasMessageMatching("'.+' is .+");
      }
    }
    ServiceTrimmer.service(json);
    ServiceTrimmer.slice(json);
    ContainerPatches.check(NamedPatch.of(json));
  }

  @Provide
  Arbitrary<List<String>> commands() {
    return Arbitraries.of(COMMANDS);
  }

  @Provide
  Arbitrary<Changed> changed() {
    return Arbitraries.of(ORIGINAL, INJECTED)
        .flatMap(
            stream ->
                Arbitraries.integers()
                    .between(1, stream.size())
                    .flatMap(
                        document ->
                            Arbitraries.of(pointers(stream.get(document - 1)))
                                .flatMap(
                                    pointer ->
                                        Arbitraries.of(VALUES)
                                            .map(
                                                value ->
                                                    changed(stream, document, pointer, value)))));
  }

  private static Changed changed(
      List<JsonNode> stream, int document, JsonPointer pointer, String value) {
    var documents = new ArrayList<>(stream);
    JsonNode root = stream.get(document - 1).deepCopy();
    var replacement = json(value);
    switch (root.at(pointer.head())) {
      case ObjectNode object -> object.set(pointer.last().getMatchingProperty(), replacement);
      case ArrayNode list -> list.set(pointer.last().getMatchingIndex(), replacement);
      default -> throw new IllegalStateException(pointer + " is nowhere");
    }
    documents.set(document - 1, root);
    return new Changed(documents, document, pointer);
  }

  private static List<JsonPointer> pointers(JsonNode root) {
    var pointers = new ArrayList<JsonPointer>();
    collect(root, JsonPointer.empty(), pointers);
    return pointers;
  }

  private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> pointers) {
    if (!at.matches()) {
      pointers.add(at);
    }
    node.properties()
        .forEach(
            member -> collect(member.getValue(), at.appendProperty(member.getKey()), pointers));
    if (node.isArray()) {
      for (int index = 0; index < node.size(); index++) {
        collect(node.get(index), at.appendIndex(index), pointers);
      }
    }
  }

  private static List<JsonNode> read(String text) {
    return DocumentStream.read(new Source("stream", text)).documents().stream()
        .map(Document::json)
        .flatMap(json -> json.stream())
        .toList();
  }

  private static String text() {
    try {
      return Files.readString(STREAM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
