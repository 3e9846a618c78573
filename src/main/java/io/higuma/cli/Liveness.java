package io.higuma.cli;

import io.higuma.api.HealthCheck;
import io.higuma.cluster.ControlLoop;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.Overdue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether what the process does in the background goes on. Where it does not, the process must be
 * started again; calls of the webhook are answered meanwhile, so that readiness does not depend on
 * it.
 *
 * @param loops all of them
 * @param leader those of the leader
 */
record Liveness(LoopSupervisor loops, ControlLoop leader) {

  List<HealthCheck> checks() {
    return List.of(
        HealthCheck.of("loops", words(loops.overdue())),
        new HealthCheck(
            "leader loop",
            words(leader.overdue()),
            List.of(),
            Map.of(
                "elects", Boolean.toString(leader.isElecting()),
                "leads", Boolean.toString(leader.leads()))));
  }

  private static String words(List<Overdue> loops) {
    return loops.stream().map(Overdue::toString).collect(Collectors.joining(", "));
  }
}
