package io.higuma.inject;

import io.higuma.inject.Surroundings.NamespaceView;
import io.higuma.inject.Surroundings.ServiceView;
import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Verdict;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.Labels;
import java.util.Map;
import java.util.Optional;

/** Which mesh a Pod joins. */
record MeshOfPod(PodView pod, String namespace, Notes notes) {
  private static final String DEFAULT = "default";

  /**
   * A mesh and who named it.
   *
   * @param name its name
   * @param source who named it, for people
   * @param explicit whether anybody did
   * @param deprecated whether an annotation did
   */
  record Named(String name, String source, boolean explicit, boolean deprecated) {}

  /** The mesh; noted as a refusal and empty where it does not exist. */
  Optional<String> resolve(NamespaceView view, Surroundings around) {
    var named = named(pod, view);
    if (named.deprecated()) {
      notes.warn(
          Stage.MESH,
          "deprecated_annotation",
          "the mesh comes from "
              + named.source()
              + ", which is deprecated: use the label "
              + Labels.MESH);
    }
    if (around.meshExists(named.name())) {
      notes.step(
          Stage.MESH, Verdict.PASS, "mesh", "mesh " + named.name() + " (" + named.source() + ")");
      return Optional.of(named.name());
    }
    if (named.explicit() && isZoneProxy(around)) {
      notes.step(
          Stage.MESH,
          Verdict.PASS,
          "mesh_of_zone_proxy",
          "mesh " + named.name() + " does not exist here, which a zone proxy may name");
      return Optional.of(named.name());
    }
    notes.refuse(
        Stage.MESH,
        RejectReason.MESH_NOT_FOUND,
        "metadata.labels[" + Labels.MESH + "]",
        "meshes.kuma.io \"" + named.name() + "\" not found (" + named.source() + ")");
    return Optional.empty();
  }

  /** Pod label, Pod annotation, Namespace label, Namespace annotation: first hit wins. */
  static Named named(PodView pod, NamespaceView view) {
    return from(pod.labels(), "the Pod's label", false)
        .or(() -> from(pod.annotations(), "the Pod's annotation", true))
        .or(() -> from(view.labels(), "the Namespace's label", false))
        .or(() -> from(view.annotations(), "the Namespace's annotation", true))
        .orElseGet(() -> new Named(DEFAULT, "nobody names another", false, false));
  }

  private static Optional<Named> from(Map<String, String> from, String source, boolean deprecated) {
    var name = from.getOrDefault(Labels.MESH, "");
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new Named(name, source, true, deprecated));
  }

  private boolean isZoneProxy(Surroundings around) {
    return pod.labels().containsKey(Labels.ZONE_PROXY_TYPE)
        || around.services(namespace).stream().anyMatch(this::isZoneProxyService);
  }

  private boolean isZoneProxyService(ServiceView service) {
    return service.labels().containsKey(Labels.ZONE_PROXY_TYPE)
        && !service.selector().isEmpty()
        && !Annotations.IGNORE.goodIn(service.annotations()).orElse(false)
        && pod.labels().entrySet().containsAll(service.selector().entrySet());
  }
}
