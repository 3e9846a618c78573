package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.admission.RunningWebhook;
import io.higuma.cli.documents.DocumentStream;
import io.higuma.cli.documents.Source;
import io.higuma.inject.Decision;
import io.higuma.inject.InjectVectors;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.PodReader;
import io.higuma.inject.SidecarInjector;
import io.higuma.inject.workload.Workload;
import io.higuma.kuma.Parsed;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The library and the webhook inject as the goldens of the command line. */
class GoldensOtherDoorsTest {

  /** The options of {@code inject}, parsed as by the command. */
  @Command(name = "inject")
  static final class Options {
    @Mixin private InputOptions input = new InputOptions();
    @Mixin private ClusterOptions cluster = new ClusterOptions();
    @Mixin private InjectionOptions injection = new InjectionOptions();
  }

  /**
   * A Pod of a golden.
   *
   * @param before the Pod in the input
   * @param after the Pod in the expected output
   */
  private record Pair(Workload workload, JsonNode before, JsonNode after) {}

  static List<Golden> injectedStreams() {
    return GoldensKubeTest.injectedStreams();
  }

  @ParameterizedTest
  @MethodSource("injectedStreams")
  void libraryInjectsTheSame(Golden golden) throws Exception {
    var options = options(golden);
    var ready = ready(golden, options);
    var injector = new SidecarInjector(injection(golden, options, ready));

    for (var pair : pairs(golden, options, ready)) {
      var decision =
          injector.decide(
              PodReader.read(pair.before()), pair.workload().namespace(), ready.surroundings());

      var after =
          switch (decision) {
            case Decision.Inject inject -> JsonPatch.apply(inject.patch().toJson(), pair.before());
            case Decision.Skip _ -> pair.before();
            case Decision.Reject reject -> throw new AssertionError(reject.message());
          };
      assertSame(pair, after);
    }
  }

  @ParameterizedTest
  @MethodSource("injectedStreams")
  void webhookInjectsTheSame(Golden golden) throws Exception {
    var options = options(golden);
    var ready = ready(golden, options);
    try (var webhook = RunningWebhook.of(injection(golden, options, ready), ready.surroundings())) {
      for (var pair : pairs(golden, options, ready)) {
        var answer =
            webhook.answer(RunningWebhook.review(pair.workload().namespace(), pair.before()));

        assertThat(answer.path("allowed").asBoolean()).as("%s", pair.workload()).isTrue();
        var after =
            answer.has("patch")
                ? JsonPatch.apply(
                    RunningWebhook.JSON.readTree(answer.path("patch").binaryValue()), pair.before())
                : pair.before();
        assertSame(pair, after);
      }
    }
  }

  private static void assertSame(Pair pair, JsonNode after) {
    assertThat(InjectVectors.normalised(after))
        .as("%s", pair.workload())
        .isEqualTo(InjectVectors.normalised(pair.after()));
  }

  private static List<Pair> pairs(Golden golden, Options options, OfflineSession.Ready ready) {
    var before = new ArrayList<JsonNode>();
    ready.inputs().forEach(in -> in.documents().forEach(d -> d.json().ifPresent(before::add)));
    var expected =
        golden.expected().entrySet().stream()
            .filter(file -> file.getKey().startsWith("output."))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    var after = new ArrayList<JsonNode>();
    for (var document : DocumentStream.read(new Source("output", expected)).documents()) {
      document.json().ifPresent(after::add);
    }
    assertThat(after).hasSameSizeAs(before);
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < before.size(); i++) {
      for (var workload : Workload.in(before.get(i), options.cluster.namespace())) {
        var pointer = workload.podPointer();
        pairs.add(new Pair(workload, before.get(i).at(pointer), after.get(i).at(pointer)));
      }
    }
    assertThat(pairs).isNotEmpty();
    return pairs;
  }

  private static InjectionContext injection(
      Golden golden, Options options, OfflineSession.Ready ready) {
    var version = options.injection.kubernetesVersion();
    if (OfflineSettings.injection(ready.settings(), version, terminal(golden))
        instanceof Parsed.Good<InjectionContext>(InjectionContext injection)) {
      return injection;
    }
    throw new AssertionError(version);
  }

  private static OfflineSession.Ready ready(Golden golden, Options options) {
    var session =
        OfflineSession.of(
            options.input, options.cluster, options.injection.always(), terminal(golden));
    assertThat(session).isInstanceOf(OfflineSession.Ready.class);
    return (OfflineSession.Ready) session;
  }

  private static Options options(Golden golden) {
    var options = new Options();
    var arguments = new ArrayList<>(golden.arguments().subList(1, golden.arguments().size()));
    int form = arguments.indexOf("-o");
    if (form >= 0) {
      arguments.subList(form, form + 2).clear();
    }
    new CommandLine(options).parseArgs(arguments.toArray(String[]::new));
    return options;
  }

  private static Terminal terminal(Golden golden) {
    var nothing = new PrintStream(OutputStream.nullOutputStream());
    return new Terminal(
        new ByteArrayInputStream(new byte[0]),
        nothing,
        nothing,
        new HashMap<>(golden.env()),
        golden.directory(),
        false,
        false);
  }
}
