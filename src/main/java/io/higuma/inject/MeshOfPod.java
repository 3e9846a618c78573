package io.higuma.inject;

import io.higuma.inject.Surroundings.NamespaceView;
import io.higuma.inject.Surroundings.SelectingService;
import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Verdict;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.Labels;
import io.higuma.kuma.Parsed;
import java.util.Map;
import java.util.Optional;

/** Resolves the mesh that a Pod joins. */
record MeshOfPod(AdmittedPod pod, String namespace, DecisionNotes notes) {
  private static final String DEFAULT = "default";

  /**
   * A mesh name and its source.
   *
   * @param name the name of the mesh
   * @param source where the name comes from
   */
  record Named(String name, Source source) {
    private boolean isAnnotation() {
      return source == Source.POD_ANNOTATION || source == Source.NAMESPACE_ANNOTATION;
    }
  }

  /** Where the mesh name comes from, in order of precedence. */
  enum Source {
    POD_LABEL("the Pod's label", "metadata.labels[" + Labels.MESH + "]"),
    POD_ANNOTATION("the Pod's annotation", Labels.MESH),
    NAMESPACE_LABEL("the Namespace's label", "namespace.metadata.labels[" + Labels.MESH + "]"),
    NAMESPACE_ANNOTATION(
        "the Namespace's annotation", "namespace.metadata.annotations[" + Labels.MESH + "]"),
    DEFAULT_MESH("no label or annotation names one", "");

    private final String sentence;
    private final String path;

    Source(String sentence, String path) {
      this.sentence = sentence;
      this.path = path;
    }

    @Override
    public String toString() {
      return sentence;
    }
  }

  /**
   * Returns the mesh; if it does not exist or the name is invalid, adds a violation and returns
   * empty.
   */
  Optional<String> resolve(NamespaceView view, Surroundings cluster) {
    var named = named(pod, view);
    if (named.isAnnotation()) {
      notes.warn(
          Stage.MESH,
          "deprecated_annotation",
          "the mesh comes from "
              + named.source()
              + ", which is deprecated: use the label "
              + Labels.MESH);
    }
    if (KubernetesName.DNS_SUBDOMAIN.read(named.source().path, named.name())
        instanceof Parsed.Bad<String>(var violation)) {
      var reason = named.isAnnotation() ? RejectReason.BAD_ANNOTATION : RejectReason.BAD_NAME;
      notes.reject(Stage.MESH, reason, violation);
      return Optional.empty();
    }
    if (cluster.meshExists(named.name())) {
      notes.step(
          Stage.MESH, Verdict.PASS, "mesh", "mesh " + named.name() + " (" + named.source() + ")");
      return Optional.of(named.name());
    }
    if (named.source() != Source.DEFAULT_MESH && isZoneProxy(cluster)) {
      notes.step(
          Stage.MESH,
          Verdict.PASS,
          "mesh_of_zone_proxy",
          "mesh " + named.name() + " does not exist here, which a zone proxy may name");
      return Optional.of(named.name());
    }
    notes.reject(
        Stage.MESH,
        RejectReason.MESH_NOT_FOUND,
        "metadata.labels[" + Labels.MESH + "]",
        "meshes.kuma.io \"" + named.name() + "\" not found (" + named.source() + ")");
    return Optional.empty();
  }

  /**
   * Precedence: Pod label, Pod annotation, Namespace label, Namespace annotation, {@code default}.
   */
  static Named named(AdmittedPod pod, NamespaceView view) {
    return from(pod.labels(), Source.POD_LABEL)
        .or(() -> from(pod.annotations(), Source.POD_ANNOTATION))
        .or(() -> from(view.labels(), Source.NAMESPACE_LABEL))
        .or(() -> from(view.annotations(), Source.NAMESPACE_ANNOTATION))
        .orElseGet(() -> new Named(DEFAULT, Source.DEFAULT_MESH));
  }

  private static Optional<Named> from(Map<String, String> metadata, Source source) {
    var name = metadata.getOrDefault(Labels.MESH, "");
    return name.isEmpty() ? Optional.empty() : Optional.of(new Named(name, source));
  }

  private boolean isZoneProxy(Surroundings cluster) {
    return pod.labels().containsKey(Labels.ZONE_PROXY_TYPE)
        || cluster.services(namespace).stream().anyMatch(this::isZoneProxyService);
  }

  private boolean isZoneProxyService(SelectingService service) {
    return service.labels().containsKey(Labels.ZONE_PROXY_TYPE)
        && !service.selector().isEmpty()
        && !Annotations.IGNORE.validIn(service.annotations()).orElse(false)
        && pod.labels().entrySet().containsAll(service.selector().entrySet());
  }
}
