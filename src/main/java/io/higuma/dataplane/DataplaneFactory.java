package io.higuma.dataplane;

import io.higuma.dataplane.DataplaneResult.Failed;
import io.higuma.dataplane.DataplaneResult.None;
import io.higuma.dataplane.DataplaneResult.Reason;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.DataplaneAnnotations;
import io.higuma.kuma.PodPhase;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Converts Pods to Dataplanes. Pure: the same Pod, related objects and settings produce the same
 * Dataplane, including the order of fields and items.
 */
public final class DataplaneFactory {
  private static final String BUILTIN = "builtin";

  private final Supplier<DataplaneSettings> settings;

  /** Creates a factory with these settings. */
  public DataplaneFactory(DataplaneSettings settings) {
    this(() -> settings);
  }

  /** Creates a factory that asks for the settings at each conversion. */
  public DataplaneFactory(Supplier<DataplaneSettings> settings) {
    this.settings = settings;
  }

  /** Computes the desired Dataplane of a Pod. Invalid input returns {@link Failed}. */
  public Conversion convert(CachedPod pod, RelatedObjects related) {
    ConversionState state = new ConversionState(pod);
    Optional<Reason> reason = reasonForNone(state);
    if (state.failed()) {
      return new Conversion(new Failed(state.failures()), ConversionTrace.NONE);
    }
    if (reason.isPresent()) {
      return new Conversion(new None(reason.get()), ConversionTrace.NONE);
    }
    String name = MeshName.of(pod, related);
    Optional<MeshView> mesh = related.mesh(name);
    if (mesh.isEmpty()) {
      state.fail(ConversionProblem.Code.MESH_NOT_FOUND, "", "Mesh '" + name + "' does not exist");
      return new Conversion(new Failed(state.failures()), ConversionTrace.NONE);
    }
    return new DataplaneBuilder(state, settings.get(), related, mesh.get()).build();
  }

  /**
   * Whether the Service's selector selects Pods with these labels, so that a change of the Service
   * can change their Dataplanes. Check the Service before and after the change. Services without
   * selector match Pods by their EndpointSlices instead.
   */
  public boolean concerns(ServiceView service, Map<String, String> labels) {
    return !service.selector().isEmpty()
        && MatchedService.matchSelector(
                service.selector(), labels, settings.get().ignoredServiceSelectorLabels())
            .matches();
  }

  private static Optional<Reason> reasonForNone(ConversionState state) {
    if (state.enabled(DataplaneAnnotations.INGRESS)) {
      return Optional.of(Reason.ZONE_INGRESS);
    }
    if (state.enabled(DataplaneAnnotations.EGRESS)) {
      return Optional.of(Reason.ZONE_EGRESS);
    }
    CachedPod pod = state.pod();
    if (BUILTIN.equals(pod.annotations().get(Annotations.GATEWAY.name()))) {
      return Optional.of(Reason.BUILTIN_GATEWAY);
    }
    if (!state.enabled(DataplaneAnnotations.SIDECAR_INJECTED)) {
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
