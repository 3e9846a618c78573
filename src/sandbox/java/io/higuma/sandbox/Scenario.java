package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.status.Screen;
import io.higuma.cli.status.StatusView;
import io.higuma.cluster.client.ApiPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The bookstore scenario: Pods start, two sidecars join, a Job succeeds, a Pod becomes unready, a
 * Pod is deleted.
 */
final class Scenario {
  /** The bookstore's manifest. */
  static final Path EXAMPLE = Path.of("examples", "bookstore.yaml");

  private static final Path REFUSED = Path.of("examples", "bookstore-refused.yaml");

  private final SandboxApi api;
  private final ClusterSimulation simulation;
  private final InjectionStates states;
  private final Sidecars sidecars;
  private final Screen screen;
  private final Duration pause;
  private final List<Documents.Refused> refused = new ArrayList<>();
  private String terminated = "";

  /**
   * Creates the scenario without running it.
   *
   * @param pause between two steps, so that users can follow
   */
  Scenario(
      SandboxApi api,
      ClusterSimulation simulation,
      InjectionStates states,
      Sidecars sidecars,
      Screen screen,
      Duration pause) {
    this.api = api;
    this.simulation = simulation;
    this.states = states;
    this.sidecars = sidecars;
    this.screen = screen;
    this.pause = pause;
  }

  /** Runs all steps. */
  void run(Path home) throws IOException, InterruptedException {
    screen.say("The bookstore opens: kubectl apply -f %s -f %s".formatted(EXAMPLE, REFUSED));
    apply(Documents.read(home.resolve(EXAMPLE)));
    apply(Documents.read(home.resolve(REFUSED)));
    until("the Pods are ready and have Dataplanes", this::isOpen);
    watch(pause);
    var client = first("web");
    sidecars.show(client, first("reviews"));
    watch(pause);
    screen.say("The Job succeeds, and its Dataplane is deleted.");
    until("the Job has succeeded", this::isJobDone);
    watch(pause);
    screen.say("The Pod of reviews becomes unready.");
    simulation.kubelet().makeUnready(first("reviews"));
    sidecars.awaitLoss(simulation.kubelet());
    until("the Dataplane of reviews is not ready", () -> !isReady("reviews"));
    watch(pause);
    var deleted = otherThan(client);
    terminated = ClusterState.name(deleted);
    screen.say("One Pod of web is terminated: kubectl delete pod -n bookstore " + terminated);
    api.rest()
        .delete(ApiPath.core().namespace("bookstore").resource("pods").name(terminated), false);
    until("another Pod has replaced it", this::isReplaced);
  }

  /** Waits until all expectations of the cluster hold, or the timeout; returns all. */
  List<Expectation> awaitExpectations() throws IOException, InterruptedException {
    try {
      until("all expectations hold", () -> ofCluster().stream().allMatch(Expectation::holds));
    } catch (Polling.TimedOut e) {
      // Each failed expectation has its own message.
    }
    return Stream.concat(ofCluster().stream(), sidecars.expectations().stream()).toList();
  }

  private List<Expectation> ofCluster() {
    return Expectation.of(simulation.seen(), allRefused(), terminated);
  }

  /** All refused objects. */
  List<Documents.Refused> allRefused() {
    return Stream.concat(refused.stream(), simulation.controllers().refused().stream()).toList();
  }

  /** The current status. */
  StatusView status() throws IOException, InterruptedException {
    var seen = simulation.seen();
    return SandboxStatus.of(seen, states.read(seen), allRefused());
  }

  /** Shows the status for this time. */
  void watch(Duration time) throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      screen.show(status());
      Thread.sleep(200);
    }
  }

  private void apply(List<ObjectNode> documents) throws IOException, InterruptedException {
    refused.addAll(new Documents(api.rest()).create(documents));
  }

  private void until(String what, Polling.Condition condition)
      throws IOException, InterruptedException {
    Polling.until(
        what,
        () -> {
          screen.show(status());
          return condition.holds();
        });
    screen.show(status());
  }

  private boolean isOpen() {
    return Stream.of("web", "catalog", "reviews", "mailer").allMatch(this::isReady);
  }

  /** Whether it has Pods, and all have Dataplanes with only ready inbounds. */
  private boolean isReady(String app) {
    var seen = simulation.seen();
    var dataplanes = seen.podsOfApp(app).map(pod -> seen.dataplanesOf(pod).toList()).toList();
    return !dataplanes.isEmpty()
        && dataplanes.stream()
            .allMatch(
                of ->
                    of.size() == 1
                        && of.getFirst()
                            .at("/spec/networking/inbound")
                            .valueStream()
                            .allMatch(StatusView::isReady));
  }

  private boolean isJobDone() {
    var seen = simulation.seen();
    return seen.podsOfApp("import-books")
        .anyMatch(
            pod ->
                pod.at("/status/phase").asText().equals("Succeeded")
                    && seen.dataplanesOf(pod).findAny().isEmpty());
  }

  private boolean isReplaced() {
    var names = simulation.seen().podsOfApp("web").map(ClusterState::name).toList();
    return names.size() == 2 && !names.contains(terminated) && isReady("web");
  }

  private JsonNode first(String app) throws IOException {
    return first(app, _ -> true);
  }

  /** Another Pod of the same app. */
  private JsonNode otherThan(JsonNode pod) throws IOException {
    var uid = ClusterState.uid(pod);
    return first(
        pod.at("/metadata/labels/app").asText(), other -> !uid.equals(ClusterState.uid(other)));
  }

  private JsonNode first(String app, Predicate<JsonNode> which) throws IOException {
    return simulation
        .seen()
        .podsOfApp(app)
        .filter(which)
        .findFirst()
        .orElseThrow(() -> new IOException("there is no Pod of " + app));
  }
}
