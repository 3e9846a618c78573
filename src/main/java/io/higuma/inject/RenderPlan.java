package io.higuma.inject;

import io.higuma.patch.NamedPatch;
import java.util.List;
import java.util.Optional;

/**
 * Renders the parts that are equal for all Pods with the same annotations and traits in the same
 * mesh. Holds no Pod, so one plan serves many Pods. The redirect ConfigMap and the ContainerPatches
 * are parameters, because they may change; the result for the last ones is cached.
 */
final class RenderPlan {
  private final PodOptions options;
  private final String mesh;
  private final LastValue<Optional<RedirectConfig>, Redirection> redirections;
  private final LastValue<Redirection, LastValue<List<NamedPatch>, PodAdditions>> additions;

  RenderPlan(InjectionContext injection, PodOptions options, String mesh) {
    this.options = options;
    this.mesh = mesh;
    this.redirections =
        new LastValue<>(
            config ->
                config
                    .map(present -> RedirectByConfigMap.of(injection, options, present))
                    .orElseGet(() -> RedirectFlags.of(injection, options)));
    this.additions =
        new LastValue<>(
            redirection ->
                new LastValue<>(
                    patches -> new PodAdditions(injection, options, mesh, redirection, patches)));
  }

  /** Options from the annotations on top of the settings. */
  PodOptions options() {
    return options;
  }

  /** The mesh that the Pods join. */
  String mesh() {
    return mesh;
  }

  /** The traffic redirection: by this ConfigMap, or by flags if it is empty. */
  Redirection redirection(Optional<RedirectConfig> config) {
    return redirections.get(config);
  }

  /** The rendered parts with this redirection and these patches. */
  PodAdditions additions(Redirection redirection, List<NamedPatch> patches) {
    return additions.get(redirection).get(patches);
  }
}
