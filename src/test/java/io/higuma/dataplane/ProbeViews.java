package io.higuma.dataplane;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.higuma.dataplane.CachedPod.HttpProbeView;
import io.higuma.kuma.Annotations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The HTTP probes that a Dataplane contains if virtual probes are enabled; otherwise none. */
final class ProbeViews {
  private ProbeViews() {}

  static List<HttpProbeView> of(Map<String, String> annotations, PodSpec spec) {
    if (!Annotations.VIRTUAL_PROBES.validIn(annotations).orElse(false)) {
      return List.of();
    }
    return Stream.concat(
            nativeSidecarsAfterSidecar(spec.getInitContainers()).stream(),
            spec.getContainers().stream().filter(c -> !CachedPod.SIDECAR.equals(c.getName())))
        .flatMap(c -> Stream.of(c.getLivenessProbe(), c.getReadinessProbe(), c.getStartupProbe()))
        .filter(Objects::nonNull)
        .filter(probe -> probe.getHttpGet() != null)
        .map(ProbeViews::probe)
        .toList();
  }

  private static List<Container> nativeSidecarsAfterSidecar(List<Container> initContainers) {
    List<Container> behind = new ArrayList<>();
    boolean seen = false;
    for (Container container : initContainers) {
      if (seen && "Always".equals(container.getRestartPolicy())) {
        behind.add(container);
      }
      seen |= CachedPod.SIDECAR.equals(container.getName());
    }
    return behind;
  }

  private static HttpProbeView probe(Probe probe) {
    String path = probe.getHttpGet().getPath();
    IntOrString port = probe.getHttpGet().getPort();
    return new HttpProbeView(path == null ? "" : path, port == null ? 0 : number(port));
  }

  private static int number(IntOrString port) {
    if (port.getIntVal() != null) {
      return port.getIntVal();
    }
    String text = port.getStrVal() == null ? "" : port.getStrVal();
    boolean digits = !text.isEmpty() && text.length() < 6;
    return digits && text.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(text) : 0;
  }
}
