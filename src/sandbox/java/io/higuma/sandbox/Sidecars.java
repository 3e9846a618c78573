package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.status.Screen;
import io.higuma.sandbox.sidecar.Application;
import io.higuma.sandbox.sidecar.Redirected;
import io.higuma.sandbox.sidecar.Redirection;
import io.higuma.sandbox.sidecar.RunningSidecar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the sidecars of a Pod of web and of the Pod of reviews, and shows a request from one to the
 * other, and what happens when reviews becomes unready. Shows one line instead if this machine
 * cannot run them.
 */
final class Sidecars {
  private static final String JOINED = "web and reviews: their sidecars have joined";
  private static final String PASSED = "web: its request reaches reviews through both sidecars";
  private static final String LOST =
      "web: its sidecar loses the endpoint of reviews, which is unready";
  private static final String SERVICE = "reviews_bookstore_svc_9090";
  private static final String NAME = SERVICE + ".mesh";
  private static final int PORT = 9090;
  private static final String CLIENT = "web";
  private static final String SERVER = "reviews";

  /** The port of all services at the addresses of their names. */
  private static final int NAME_PORT = 80;

  /** Any port of a client. */
  private static final int CLIENT_PORT = 40_000;

  private static final Duration LOSS_LIMIT = Duration.ofSeconds(30);
  private static final long LOSS_PERIOD_MILLIS = 5;

  private final Setup setup;
  private final SidecarSupport support;
  private final Screen screen;
  private final List<Expectation> expectations = new ArrayList<>();
  private Optional<Pair> running = Optional.empty();

  /**
   * Where they run.
   *
   * @param folder for their files
   */
  record Setup(KubeRest rest, Ports ports, Path folder, ClosingStack closing) {}

  /** The Pods with their sidecars. */
  private record Pair(
      JsonNode web, RunningSidecar client, JsonNode reviews, RunningSidecar server) {
    private String endpoint() {
      return address(reviews) + ":" + PORT;
    }

    private boolean haveJoined() throws IOException {
      for (var sidecar : List.of(client, server)) {
        if (!sidecar.isRunning()) {
          throw new IOException("Envoy has ended:\n" + sidecar.logTail());
        }
      }
      try {
        var name = client.resolve(NAME);
        return client.admin().isLive()
            && server.admin().isLive()
            && client.admin().endpoints(SERVICE).equals(Set.of(endpoint()))
            && name.isPresent()
            && client.admin().listeners().contains("outbound:" + name.get() + ":" + NAME_PORT)
            && server.admin().listeners().contains("inbound:" + endpoint());
      } catch (IOException notYet) {
        return false;
      }
    }

    /** The number of successful requests that have passed both. */
    private long passed() throws IOException {
      return Math.min(
          client.admin().stat("cluster." + SERVICE + ".upstream_rq_200"),
          server.admin().stat("cluster.localhost_" + PORT + ".upstream_rq_200"));
    }
  }

  Sidecars(Setup setup, SidecarSupport support, Screen screen) {
    this.setup = setup;
    this.support = support;
    this.screen = screen;
  }

  /** Starts both, waits until they have their configuration, and sends a request. */
  void show(JsonNode web, JsonNode reviews) throws InterruptedException {
    if (support.envoy().isEmpty()) {
      screen.say(support.missing());
      return;
    }
    if (RunningSidecar.isTooLong(setup.folder(), SERVER)) {
      screen.say(
          "The sidecars are not started: the path %s is too long for sockets."
              .formatted(setup.folder()));
      return;
    }
    var expected = JOINED;
    try {
      screen.say(
          "The sidecars of %s and %s start: two Envoys, configured by the control plane."
              .formatted(ClusterState.name(web), ClusterState.name(reviews)));
      screen.say(
          "The sandbox stands for kuma-dp, the application and the redirection by iptables.");
      var pair = start(support.envoy().get(), web, reviews);
      Polling.until("the sidecars have joined", pair::haveJoined);
      running = Optional.of(pair);
      expectations.add(new Expectation(expected, ""));
      expected = PASSED;
      request(pair);
    } catch (BindException taken) {
      screen.say(
          "The sidecars are not shown: port %d of %s is taken.".formatted(PORT, address(reviews)));
    } catch (IOException | UncheckedIOException e) {
      expectations.add(new Expectation(expected, "found " + e.getMessage()));
    }
  }

  private Pair start(Path envoy, JsonNode web, JsonNode reviews)
      throws IOException, InterruptedException {
    var client = sidecar(envoy, CLIENT, web);
    var server = sidecar(envoy, SERVER, reviews);
    var application = Application.start(ClusterState.name(reviews));
    setup.closing().add(application::close);
    var pod = new InetSocketAddress(address(reviews), PORT);
    var redirection = Redirection.open(pod, application.address(), server.redirected());
    setup.closing().add(redirection::close);
    return new Pair(web, client, reviews, server);
  }

  private RunningSidecar sidecar(Path envoy, String name, JsonNode pod)
      throws IOException, InterruptedException {
    var server = URI.create("https://localhost:" + setup.ports().sidecars());
    var launch = new RunningSidecar.Launch(envoy, setup.folder(), name, server);
    var identity =
        new RunningSidecar.Identity(
            authority(pod),
            pod.at("/metadata/labels/kuma.io~1mesh").asText("default"),
            ClusterState.name(pod) + "." + ClusterState.namespace(pod),
            new PodTokens(setup.rest()).create(pod));
    var started =
        RunningSidecar.start(launch, identity)
            .orElseThrow(() -> new IOException("no Dataplane of " + identity.dataplane()));
    setup.closing().add(started::close);
    return started;
  }

  /** The authority that injection has given to the sidecar. */
  private static String authority(JsonNode pod) {
    return ClusterState.sidecar(pod)
        .path("env")
        .valueStream()
        .filter(one -> one.path("name").asText().equals("KUMA_CONTROL_PLANE_CA_CERT"))
        .map(one -> one.path("value").asText())
        .findFirst()
        .orElse("");
  }

  private static String address(JsonNode pod) {
    return pod.at("/status/podIP").asText();
  }

  private void request(Pair pair) throws IOException {
    var address = pair.client().resolve(NAME).orElse("");
    var connection = new Redirected(address(pair.web()), CLIENT_PORT, address, NAME_PORT);
    var response = pair.client().send(connection, "/");
    boolean arrived = response.body().equals(ClusterState.name(pair.reviews()));
    long passed = pair.passed();
    screen.say(
        "%s calls http://%s/ %s: %d from %s."
            .formatted(
                ClusterState.name(pair.web()),
                NAME,
                passed == 1 ? "through both sidecars" : "through its sidecar only",
                response.status(),
                arrived ? ClusterState.name(pair.reviews()) : "a sidecar"));
    expectations.add(
        new Expectation(
            PASSED,
            arrived && passed == 1
                ? ""
                : "found status %d, %d requests in both: %s"
                    .formatted(response.status(), passed, response.body())));
  }

  /** Waits until the sidecar of web has no endpoint of reviews, whose Pod becomes unready. */
  void awaitLoss(Kubelet kubelet) throws InterruptedException {
    if (running.isEmpty()) {
      return;
    }
    var pair = running.get();
    var found = "";
    try {
      long end = System.nanoTime() + LOSS_LIMIT.toNanos();
      while (!pair.client().admin().endpoints(SERVICE).isEmpty()) {
        if (System.nanoTime() > end) {
          throw new IOException("the endpoint after " + LOSS_LIMIT.toSeconds() + " s");
        }
        Thread.sleep(LOSS_PERIOD_MILLIS);
      }
      long nanos = System.nanoTime() - kubelet.unreadySince(pair.reviews());
      screen.say(
          "The sidecar of %s loses the endpoint %s after %d ms."
              .formatted(
                  ClusterState.name(pair.web()),
                  pair.endpoint(),
                  Duration.ofNanos(nanos).toMillis()));
    } catch (IOException e) {
      found = "found " + e.getMessage();
    }
    expectations.add(new Expectation(LOST, found));
  }

  /** What was shown and how it ended; nothing if this machine cannot run them. */
  List<Expectation> expectations() {
    return List.copyOf(expectations);
  }
}
