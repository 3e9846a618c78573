package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cluster.client.ApiPath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What happens in the bookstore: it opens, somebody is not well, somebody leaves. */
final class Scenario {
  /** The bookstore. */
  static final Path EXAMPLE = Path.of("examples", "bookstore.yaml");

  private static final Path REFUSED = Path.of("examples", "bookstore-refused.yaml");

  private final SandboxApi api;
  private final ClusterSimulation life;
  private final InjectionStates standings;
  private final Screen screen;
  private final Duration pause;
  private final List<Documents.Refused> refused = new ArrayList<>();
  private String gone = "";

  /**
   * Tells nothing yet.
   *
   * @param pause between two things, so that people can follow
   */
  Scenario(
      SandboxApi api,
      ClusterSimulation life,
      InjectionStates standings,
      Screen screen,
      Duration pause) {
    this.api = api;
    this.life = life;
    this.standings = standings;
    this.screen = screen;
    this.pause = pause;
  }

  /** Tells it to its end. */
  void tell(Path home) throws IOException, InterruptedException {
    screen.say("The bookstore opens: kubectl apply -f %s -f %s".formatted(EXAMPLE, REFUSED));
    apply(Documents.read(home.resolve(EXAMPLE)));
    apply(Documents.read(home.resolve(REFUSED)));
    until("the Pods are ready and have Dataplanes", this::isOpen);
    watch(pause);
    screen.say("The Job ends, and its Dataplane goes.");
    until("the Job has ended", this::jobEnded);
    watch(pause);
    screen.say("The Pod of reviews is not ready any more.");
    life.kubelet().makeUnready(first("reviews"));
    until("the Dataplane of reviews is not ready", () -> !isReady("reviews"));
    watch(pause);
    var leaving = first("web");
    gone = ClusterState.name(leaving);
    screen.say("One Pod of web is terminated: kubectl delete pod -n bookstore " + gone);
    api.rest().delete(ApiPath.core().namespace("bookstore").resource("pods").name(gone), false);
    until("another Pod has taken its place", this::isReplaced);
  }

  /** What must be so now; waited for, as what was told last may still be under way. */
  List<Expectation> end() throws IOException, InterruptedException {
    try {
      until("the end", () -> expectations().stream().allMatch(Expectation::holds));
    } catch (Polling.Exhausted notSo) {
      // Each expectation says for itself what is wrong.
    }
    return expectations();
  }

  private List<Expectation> expectations() {
    return Expectation.of(life.seen(), allRefused(), gone);
  }

  /** Everything that was not let in. */
  List<Documents.Refused> allRefused() {
    return Stream.concat(refused.stream(), life.controllers().refused().stream()).toList();
  }

  /** How things are. */
  StatusView scene() throws IOException, InterruptedException {
    var seen = life.seen();
    return StatusView.of(seen, standings.ask(seen), allRefused());
  }

  /** Only looks on. */
  void watch(Duration time) throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      screen.show(scene());
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
          screen.show(scene());
          return condition.holds();
        });
    screen.show(scene());
  }

  private boolean isOpen() {
    return Stream.of("web", "catalog", "reviews", "mailer").allMatch(this::isReady);
  }

  /** Whether it has Pods, and all of them have Dataplanes with nothing but ready inbounds. */
  private boolean isReady(String app) {
    var seen = life.seen();
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

  private boolean jobEnded() {
    var seen = life.seen();
    return seen.podsOfApp("import-books")
        .anyMatch(
            pod ->
                pod.at("/status/phase").asText().equals("Succeeded")
                    && seen.dataplanesOf(pod).findAny().isEmpty());
  }

  private boolean isReplaced() {
    var names = life.seen().podsOfApp("web").map(ClusterState::name).toList();
    return names.size() == 2 && !names.contains(gone) && isReady("web");
  }

  private JsonNode first(String app) throws IOException {
    return life.seen()
        .podsOfApp(app)
        .findFirst()
        .orElseThrow(() -> new IOException("there is no Pod of " + app));
  }
}
