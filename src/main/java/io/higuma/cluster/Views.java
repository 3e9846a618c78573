package io.higuma.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.higuma.inject.Surroundings.NamespaceView;
import io.higuma.inject.Surroundings.ServiceView;
import io.higuma.kuma.Dataplane;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes out of whole objects what a decision reads. */
final class Views {
  private static final String REDIRECT_KEY = "config.yaml";

  private Views() {}

  static NamespaceView namespace(Namespace namespace) {
    var metadata = namespace.getMetadata();
    return new NamespaceView(copy(metadata.getLabels()), copy(metadata.getAnnotations()));
  }

  static ServiceView service(Service service) {
    var metadata = service.getMetadata();
    var spec = service.getSpec();
    return new ServiceView(
        metadata.getName(),
        copy(metadata.getLabels()),
        copy(metadata.getAnnotations()),
        spec == null ? Map.of() : copy(spec.getSelector()));
  }

  static Optional<String> redirectConfig(ConfigMap map) {
    return Optional.ofNullable(copy(map.getData()).get(REDIRECT_KEY));
  }

  /** Without the field it is {@code default}. */
  static String meshOf(Dataplane dataplane) {
    return dataplane.getMesh().isEmpty() ? "default" : dataplane.getMesh();
  }

  private static Map<String, String> copy(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : Map.copyOf(map);
  }
}
