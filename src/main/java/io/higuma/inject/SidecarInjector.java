package io.higuma.inject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Verdict;
import io.higuma.kuma.Annotations;
import io.higuma.patch.ContainerKind;
import io.higuma.patch.ContainerPatches;
import io.higuma.patch.NamedPatch;
import io.higuma.patch.PatchResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides what becomes of a Pod. The webhook, the command line, the explanations and the tests all
 * ask here. Safe for use by several threads.
 */
public final class SidecarInjector {
  private static final String DEFAULT_NAMESPACE = "default";

  private final Injection injection;

  /** Decides under these settings. */
  public SidecarInjector(Injection injection) {
    this.injection = injection;
  }

  /**
   * The decision about one Pod.
   *
   * @param pod the Pod, or the template of a workload
   * @param namespace the namespace in which it is created, whatever the Pod itself says; where it
   *     is empty the Pod's own word counts, else {@code default}
   * @param around the cluster around it
   */
  public Decision decide(PodView pod, String namespace, Surroundings around) {
    var notes = new Notes();
    try {
      return decide(pod, namespaceOf(pod, namespace), around, notes);
    } catch (Surroundings.LookupFailed e) {
      notes.refuse(Stage.RESULT, RejectReason.LOOKUP_FAILED, "", String.valueOf(e.getMessage()));
      return notes.rejection();
    }
  }

  private static String namespaceOf(PodView pod, String namespace) {
    if (!namespace.isEmpty()) {
      return namespace;
    }
    return pod.namespace().isEmpty() ? DEFAULT_NAMESPACE : pod.namespace();
  }

  private Decision decide(PodView pod, String namespace, Surroundings around, Notes notes) {
    var ended = new Eligibility(pod, namespace, injection.settings(), notes).ends(around);
    if (ended.isPresent()) {
      return ended.get();
    }
    Deprecations.warn(pod, notes);
    var mesh = new MeshOfPod(pod, namespace, notes).resolve(around);
    checkUids(pod, notes);
    var options = new PodOptionsReader(injection.settings(), pod, notes).read();
    var token = TokenVolume.mount(pod, options.sidecar(), notes);
    var patches = PatchSelection.of(options, around, notes);
    var probes =
        new ProbeRewriting(options.probes(), notes).rewrite(pod, injection.nativeSidecars());
    var redirection =
        injection.injector().transparentProxyConfigMap().isEmpty()
            ? Optional.of(RedirectFlags.of(injection, options))
            : RedirectByConfigMap.of(injection, options, around, notes);
    if (mesh.isEmpty() || redirection.isEmpty() || notes.isRefused()) {
      return notes.rejection();
    }
    noteRedirection(redirection.get(), notes);
    var sidecar =
        patched(
            ContainerKind.SIDECAR,
            new SidecarContainer(injection, options, mesh.get()).build(token),
            patches,
            notes);
    var init = initContainer(options, redirection.get(), patches, notes);
    if (notes.isRefused()) {
      return notes.rejection();
    }
    var annotations = annotations(pod, options, redirection.get());
    Deprecations.warnOverwritten(pod, annotations, notes);
    var patch =
        new PodPatch(pod)
            .probes(probes)
            .metadata(annotations, mesh.get())
            .volumes(Volumes.of(injection.injector(), options));
    var ready =
        injection.nativeSidecars()
            ? patch.nativeSidecar(sidecar, init)
            : patch.ordinarySidecar(sidecar, init, options.initFirst());
    notes.step(Stage.RESULT, Verdict.PASS, "inject", result(init, sidecar));
    return new Decision.Inject(ready.build(), mesh.get(), notes.warnings(), notes.trace());
  }

  /** Traffic of the sidecar's user is not redirected, so nobody else may run as that user. */
  private void checkUids(PodView pod, Notes notes) {
    var uid = injection.injector().sidecarContainer().uid();
    var clashing = runningAs(uid, pod.containers());
    if (!clashing.isEmpty()) {
      notes.refuse(
          Stage.UID,
          RejectReason.UID_CLASH,
          "spec.containers",
          "containers run as user "
              + uid
              + ", which is the sidecar's and whose traffic is not redirected: "
              + clashing);
    } else {
      notes.step(Stage.UID, Verdict.PASS, "uid", "no container runs as user " + uid);
    }
    var init = runningAs(uid, pod.initContainers());
    if (!init.isEmpty()) {
      notes.warn(
          Stage.UID,
          "init_container_uid",
          "init containers run as the sidecar's user "
              + uid
              + ", so their traffic passes it by: "
              + init);
    }
  }

  private static String runningAs(long uid, List<PodView.ContainerView> containers) {
    return containers.stream()
        .filter(container -> container.runAsUser().orElse(-1) == uid)
        .map(PodView.ContainerView::name)
        .collect(Collectors.joining(", "));
  }

  private void noteRedirection(Redirection redirection, Notes notes) {
    var how =
        injection.injector().transparentProxyConfigMap().isEmpty()
            ? "by flags: " + String.join(" ", redirection.initArguments())
            : "by ConfigMap " + injection.injector().transparentProxyConfigMap();
    notes.step(
        Stage.REDIRECTION,
        Verdict.PASS,
        "redirection",
        injection.injector().cniEnabled() ? how + " (set up by the CNI plugin)" : how);
  }

  private Optional<ObjectNode> initContainer(
      PodOptions options, Redirection redirection, List<NamedPatch> patches, Notes notes) {
    var factory = new InitContainer(injection, options);
    if (!injection.injector().cniEnabled()) {
      return Optional.of(
          patched(ContainerKind.INIT, factory.init(redirection.initArguments()), patches, notes));
    }
    return redirection.inbound()
        ? Optional.of(
            patched(
                ContainerKind.VALIDATION,
                factory.validation(redirection.ipFamilyMode()),
                patches,
                notes))
        : Optional.empty();
  }

  private static ObjectNode patched(
      ContainerKind kind, ObjectNode container, List<NamedPatch> patches, Notes notes) {
    return switch (ContainerPatches.apply(kind, container, patches)) {
      case PatchResult.Patched(ObjectNode result, List<String> warnings) -> {
        warnings.forEach(warning -> notes.warn(Stage.PATCHES, "patch_warning", warning));
        yield result;
      }
      case PatchResult.Failed(var violations) -> {
        violations.forEach(
            violation -> notes.refuse(Stage.PATCHES, RejectReason.PATCH_FAILED, violation));
        yield container;
      }
    };
  }

  private Map<String, String> annotations(
      PodView pod, PodOptions options, Redirection redirection) {
    var annotations = new LinkedHashMap<String, String>();
    if (pod.containers().size() == 1
        && !pod.annotations().containsKey(Annotations.DEFAULT_CONTAINER)) {
      annotations.put(Annotations.DEFAULT_CONTAINER, pod.containers().getFirst().name());
    }
    annotations.put(Annotations.SIDECAR_INJECTED, "true");
    if (injection.injector().cniEnabled()) {
      annotations.put(Annotations.MULTUS_NETWORKS, MultusNetworks.with(pod));
    }
    annotations.putAll(redirection.annotations());
    var probes = options.probes();
    annotations.put(Annotations.VIRTUAL_PROBES.name(), probes.virtual() ? "enabled" : "disabled");
    annotations.put(Annotations.VIRTUAL_PROBES_PORT.name(), Integer.toString(probes.virtualPort()));
    annotations.put(Annotations.PROBE_PROXY_PORT.name(), Integer.toString(probes.proxyPort()));
    annotations.put(
        Annotations.ENVOY_ADMIN_PORT.name(), Integer.toString(options.sidecar().adminPort()));
    return annotations;
  }

  private static String result(Optional<ObjectNode> init, ObjectNode sidecar) {
    var names = new TreeSet<String>();
    init.ifPresent(container -> names.add(container.path("name").asText()));
    names.add(sidecar.path("name").asText());
    return "injects " + String.join(" and ", names);
  }
}
