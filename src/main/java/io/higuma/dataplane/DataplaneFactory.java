package io.higuma.dataplane;

import io.higuma.dataplane.DataplaneResult.Failed;
import io.higuma.dataplane.DataplaneResult.None;
import io.higuma.dataplane.DataplaneResult.Reason;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.DataplaneAnnotations;
import io.higuma.kuma.PodPhase;
import java.util.Optional;

/**
 * Makes Dataplanes of Pods. Pure: the same Pod, neighbours and settings give the same Dataplane, in
 * the same order of everything.
 */
public final class DataplaneFactory {
  private static final String BUILTIN = "builtin";

  private final DataplaneSettings settings;

  /** Makes Dataplanes with these settings. */
  public DataplaneFactory(DataplaneSettings settings) {
    this.settings = settings;
  }

  /** What the Pod's Dataplane should be. Bad input is a {@link Failed}. */
  public Conversion convert(CachedPod pod, RelatedObjects neighbours) {
    ConversionState draft = new ConversionState(pod);
    Optional<Reason> none = none(draft);
    if (draft.failed()) {
      return new Conversion(new Failed(draft.failures()), ConversionTrace.NONE);
    }
    if (none.isPresent()) {
      return new Conversion(new None(none.get()), ConversionTrace.NONE);
    }
    String name = MeshName.of(pod, neighbours);
    Optional<MeshView> mesh = neighbours.mesh(name);
    if (mesh.isEmpty()) {
      draft.fail(ConversionProblem.Code.MESH_NOT_FOUND, "", "Mesh '" + name + "' does not exist");
      return new Conversion(new Failed(draft.failures()), ConversionTrace.NONE);
    }
    return new DataplaneBuilder(draft, settings, neighbours, mesh.get()).build();
  }

  /**
   * Whether the Service's selector reaches the Pod, so that a change of the Service can change the
   * Pod's Dataplane. Ask for the Service before and after the change. Services without selector
   * reach Pods by their EndpointSlices instead.
   */
  public boolean concerns(ServiceView service, CachedPod pod) {
    return !service.selector().isEmpty()
        && MatchedService.selection(
                service.selector(), pod.labels(), settings.ignoredServiceSelectorLabels())
            .matches();
  }

  private static Optional<Reason> none(ConversionState draft) {
    if (draft.on(DataplaneAnnotations.INGRESS)) {
      return Optional.of(Reason.ZONE_INGRESS);
    }
    if (draft.on(DataplaneAnnotations.EGRESS)) {
      return Optional.of(Reason.ZONE_EGRESS);
    }
    CachedPod pod = draft.pod();
    if (BUILTIN.equals(pod.annotations().get(Annotations.GATEWAY.name()))) {
      return Optional.of(Reason.BUILTIN_GATEWAY);
    }
    if (!draft.on(DataplaneAnnotations.SIDECAR_INJECTED)) {
      return Optional.of(Reason.NOT_INJECTED);
    }
    if (pod.status().phase().equals(PodPhase.SUCCEEDED)) {
      return Optional.of(Reason.SUCCEEDED);
    }
    if (pod.status().reason().equals("Evicted")) {
      return Optional.of(Reason.EVICTED);
    }
    return pod.status().podIP().isEmpty() ? Optional.of(Reason.NO_IP) : Optional.empty();
  }
}
