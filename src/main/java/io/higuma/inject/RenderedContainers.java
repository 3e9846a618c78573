package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Annotations;
import io.higuma.patch.ContainerKind;
import io.higuma.patch.ContainerVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Renders one container of each variant without patches: input for the dry run of a {@code
 * ContainerPatch}.
 */
public final class RenderedContainers {
  /** Annotations that enable every option which adds list elements or fields to the sidecar. */
  private static final Map<String, String> ALL_OPTIONS =
      Map.of(
          Annotations.WAIT_FOR_DATAPLANE_READY.name(), "true",
          Annotations.SPIRE_SUPPORT.name(), "true",
          Annotations.CONCURRENCY.name(), "2",
          Annotations.ENVOY_LOG_LEVEL.name(), "debug",
          Annotations.ENVOY_COMPONENT_LOG_LEVEL.name(), "http:debug");

  private static final String MESH = "default";

  private final InjectionContext injection;
  private final List<ContainerVariant> variants = new ArrayList<>();

  private RenderedContainers(InjectionContext injection) {
    this.injection = injection;
  }

  /**
   * Returns the variants under these settings, and those with the other kind of sidecar or the
   * other way of redirection.
   */
  public static List<ContainerVariant> of(InjectionContext injection) {
    var rendered = new RenderedContainers(injection);
    rendered.sidecars(true);
    rendered.sidecars(false);
    rendered.init();
    rendered.withOwnResources();
    return List.copyOf(rendered.variants);
  }

  private void sidecars(boolean isNative) {
    var context = injection.withNativeSidecars(isNative);
    boolean inForce = injection.nativeSidecars() == isNative;
    var kind = isNative ? "native sidecars" : "ordinary sidecars";
    sidecar(context, kind, inForce, options(Map.of()), Optional.empty());
    sidecar(
        context,
        kind + " and ask for all options",
        inForce,
        options(ALL_OPTIONS),
        Optional.of(
            JsonNodes.readOnlyMount("token", "/var/run/secrets/kubernetes.io/serviceaccount")));
  }

  private void sidecar(
      InjectionContext context,
      String pods,
      boolean inForce,
      PodOptions options,
      Optional<JsonNode> tokenMount) {
    variants.add(
        new ContainerVariant(
            ContainerKind.SIDECAR,
            pods,
            inForce,
            new SidecarContainer(context, options, MESH).build(tokenMount)));
  }

  private void init() {
    var options = options(Map.of());
    var redirection = RedirectFlags.of(injection, options);
    var factory = new InitContainer(injection, options);
    boolean cni = injection.injector().cniEnabled();
    variants.add(
        new ContainerVariant(
            ContainerKind.INIT, "kuma-init", !cni, factory.init(redirection.initArguments())));
    variants.add(
        new ContainerVariant(
            ContainerKind.VALIDATION,
            "kuma-validation",
            cni,
            factory.validation(redirection.ipFamilyMode())));
  }

  /** Variants of Pods with Pod-level resources. */
  private void withOwnResources() {
    var options = options(Map.of(), new PodTraits(false, true, OptionalLong.empty()));
    sidecar(injection, "resources of their own", false, options, Optional.empty());
    boolean cni = injection.injector().cniEnabled();
    var redirection = RedirectFlags.of(injection, options);
    var factory = new InitContainer(injection, options);
    variants.add(
        new ContainerVariant(
            cni ? ContainerKind.VALIDATION : ContainerKind.INIT,
            "resources of their own",
            false,
            cni
                ? factory.validation(redirection.ipFamilyMode())
                : factory.init(redirection.initArguments())));
  }

  private PodOptions options(Map<String, String> annotations) {
    return options(annotations, PodTraits.NONE);
  }

  private PodOptions options(Map<String, String> annotations, PodTraits traits) {
    return new PodOptionsReader(injection.settings(), annotations, traits, new DecisionNotes())
        .read();
  }
}
