package io.higuma.app;

import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.controller.DataplaneController;
import io.higuma.config.FollowedConfig;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.OverdueLoop;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Readiness, liveness and startup checks of the process. */
@Singleton
final class ProcessState {
  /** Key in the data of a check that is down: why it is down. */
  static final String MISSING = "missing";

  /** Key in the data of a check: problems that do not affect its status. */
  static final String PROBLEMS = "problems";

  private final Certificates certificates;
  private final ClusterStores stores;
  private final CurrentRules rules;
  private final FollowedConfig config;
  private final LoopSupervisor loops;
  private final DataplaneController leader;
  private volatile boolean stopping;
  private volatile boolean started;

  ProcessState(
      Certificates certificates,
      ClusterStores stores,
      CurrentRules rules,
      FollowedConfig config,
      LoopSupervisor loops,
      DataplaneController leader) {
    this.certificates = certificates;
    this.stores = stores;
    this.rules = rules;
    this.config = config;
    this.loops = loops;
    this.leader = leader;
  }

  /** Fails readiness for good. */
  void stopping() {
    stopping = true;
  }

  /** Readiness checks: whether requests can be served. */
  List<HealthCheckResponse> readiness() {
    return List.of(process(), certificate(), caches(), kubernetes(), settings());
  }

  /** Liveness checks: whether the process works; if not, it should be restarted. */
  List<HealthCheckResponse> liveness() {
    return List.of(loops(), leader());
  }

  /** Why the process is not ready, for messages; empty if it is ready. */
  String missing() {
    return readiness().stream()
        .map(ProcessState::missing)
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  /** Why a check is down, for messages; empty if it is up. */
  static Optional<String> missing(HealthCheckResponse part) {
    return value(part, MISSING);
  }

  /** Problems that do not affect the status of the check, for messages; empty without any. */
  static Optional<String> problems(HealthCheckResponse part) {
    return value(part, PROBLEMS);
  }

  private static Optional<String> value(HealthCheckResponse part, String key) {
    return part.getData().map(data -> data.get(key)).map(Object::toString);
  }

  HealthCheckResponse process() {
    return part("process", stopping ? "stopping" : "");
  }

  HealthCheckResponse certificate() {
    return part(
        "certificate", certificates.missing(), certificates.problems(), certificates.facts());
  }

  HealthCheckResponse caches() {
    return part("caches", stores.missing());
  }

  HealthCheckResponse kubernetes() {
    return part("kubernetes", rules.missing());
  }

  HealthCheckResponse settings() {
    var revision = Long.toString(config.config().settings().current().revision());
    return part("settings", config.missing(), config.rejected(), Map.of("revision", revision));
  }

  HealthCheckResponse loops() {
    return part("loops", describe(loops.overdue()));
  }

  HealthCheckResponse leader() {
    return part(
        "leader loop",
        describe(leader.overdue()),
        List.of(),
        Map.of(
            "elects", Boolean.toString(leader.isElecting()),
            "leads", Boolean.toString(leader.isLeader())));
  }

  /** Startup check: whether the process has been ready once. */
  HealthCheckResponse startup() {
    var missing = started ? "" : missing();
    started |= missing.isEmpty();
    return part("started", missing);
  }

  private static String describe(List<OverdueLoop> loops) {
    return loops.stream().map(OverdueLoop::toString).collect(Collectors.joining(", "));
  }

  private static HealthCheckResponse part(String name, String missing) {
    return part(name, missing, List.of(), Map.of());
  }

  private static HealthCheckResponse part(
      String name, String missing, List<String> problems, Map<String, String> facts) {
    var data = new TreeMap<>(facts);
    Stream.of(Map.entry(MISSING, missing), Map.entry(PROBLEMS, String.join("; ", problems)))
        .filter(entry -> !entry.getValue().isEmpty())
        .forEach(entry -> data.put(entry.getKey(), entry.getValue()));
    var response = HealthCheckResponse.named(name).status(missing.isEmpty());
    data.forEach(response::withData);
    return response.build();
  }
}
