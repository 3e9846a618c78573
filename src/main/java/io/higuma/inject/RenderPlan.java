package io.higuma.inject;

import io.higuma.patch.NamedPatch;
import java.util.List;
import java.util.Optional;

/**
 * What Pods with the same annotations in the same mesh get. It knows no Pod, so nothing else of a
 * Pod can get in, and what is made once does for all of them. Redirect ConfigMap and
 * ContainerPatches may change meanwhile.
 */
final class RenderPlan {
  private final PodOptions options;
  private final String mesh;
  private final Last<Optional<RedirectConfig>, Redirection> redirections;
  private final Last<Redirection, Last<List<NamedPatch>, PodAdditions>> additions;

  RenderPlan(InjectionContext injection, PodOptions options, String mesh) {
    this.options = options;
    this.mesh = mesh;
    this.redirections =
        new Last<>(
            config ->
                config
                    .map(found -> RedirectByConfigMap.of(injection, options, found))
                    .orElseGet(() -> RedirectFlags.of(injection, options)));
    this.additions =
        new Last<>(
            redirection ->
                new Last<>(
                    patches -> new PodAdditions(injection, options, mesh, redirection, patches)));
  }

  /** What the annotations and the settings together ask for. */
  PodOptions options() {
    return options;
  }

  /** The mesh. */
  String mesh() {
    return mesh;
  }

  /** How traffic is redirected: as this ConfigMap says, or by flags where there is none. */
  Redirection redirection(Optional<RedirectConfig> config) {
    return redirections.of(config);
  }

  /** What they get with this redirection and these patches. */
  PodAdditions additions(Redirection redirection, List<NamedPatch> patches) {
    return additions.of(redirection).of(patches);
  }
}
