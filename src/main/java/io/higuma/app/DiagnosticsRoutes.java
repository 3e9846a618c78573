package io.higuma.app;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Serves {@code /ready} and {@code /healthy}, as kuma-cp does: the checks of {@code /q/health} in
 * plain text.
 */
@Singleton
final class DiagnosticsRoutes {
  private final Instance<ProcessState> state;

  /** Resolved at the first request: the routes are registered before the control plane starts. */
  DiagnosticsRoutes(Instance<ProcessState> state) {
    this.state = state;
  }

  void routes(@Observes ManagementInterface management) {
    var router = management.router();
    route(router.route("/ready"), "ready", ProcessState::readiness);
    route(router.route("/healthy"), "alive", ProcessState::liveness);
  }

  private void route(
      Route route, String what, Function<ProcessState, List<HealthCheckResponse>> checks) {
    route
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(context -> answer(context, what, checks.apply(state.get())));
  }

  private static void answer(RoutingContext context, String what, List<HealthCheckResponse> parts) {
    boolean up = parts.stream().allMatch(part -> ProcessState.missing(part).isEmpty());
    context
        .response()
        .setStatusCode(up ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .end(up ? success(parts) : failure(what, parts));
  }

  private static String success(List<HealthCheckResponse> parts) {
    var problems = parts.stream().map(ProcessState::problems).flatMap(Optional::stream);
    return Stream.concat(Stream.of("OK"), problems.map(problem -> "but " + problem))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String failure(String what, List<HealthCheckResponse> parts) {
    return parts.stream()
        .map(ProcessState::missing)
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", ", "not " + what + ": ", "\n"));
  }
}
