package io.higuma.dataplane;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.dataplane.CachedPod.HttpProbeView;
import io.higuma.kuma.Annotations;
import java.util.Optional;

/** Builds the section {@code probes}: maps virtual probes to real ones. */
final class ProbesSection {
  private final ConversionState state;

  ProbesSection(ConversionState state) {
    this.state = state;
  }

  /** The section; empty if virtual probes are disabled. */
  Optional<ObjectNode> build() {
    if (!state.enabled(Annotations.VIRTUAL_PROBES)) {
      return Optional.empty();
    }
    String key = Annotations.VIRTUAL_PROBES_PORT.name();
    if (!state.pod().annotations().containsKey(key)) {
      state.fail(
          ConversionProblem.Code.MISSING_ANNOTATION,
          key,
          "is missing: virtual probes need their port");
    }
    return state.read(Annotations.VIRTUAL_PROBES_PORT).map(this::section);
  }

  private ObjectNode section(int port) {
    ObjectNode section = JsonNodeFactory.instance.objectNode().put("port", port);
    int proxyPort = state.read(Annotations.PROBE_PROXY_PORT).orElse(0);
    for (HttpProbeView probe : state.pod().template().httpProbes()) {
      endpoint(probe, port, proxyPort).ifPresent(node -> section.withArray("endpoints").add(node));
    }
    return section;
  }

  /** The injection leads probes to the application probe proxy if both are enabled. */
  private Optional<ObjectNode> endpoint(HttpProbeView probe, int virtualPort, int proxyPort) {
    if (probe.port() == 0) {
      // The name of a port that the container does not declare: the injection has left it alone.
      return Optional.empty();
    }
    if (probe.port() != virtualPort && probe.port() != proxyPort) {
      return fail(probe, expectedPort(virtualPort, proxyPort));
    }
    String path = probe.path();
    int slash = path.indexOf('/', 1);
    String first = slash < 0 ? path : path.substring(0, slash);
    // The application probe proxy handles these.
    if (first.equals("/tcp") || first.equals("/grpc")) {
      return Optional.empty();
    }
    int real = first.startsWith("/") ? number(first.substring(1)) : 0;
    if (real == 0) {
      return fail(probe, "expected a path that starts with the real port");
    }
    return Optional.of(
        JsonNodeFactory.instance
            .objectNode()
            .put("inboundPort", real)
            .put("inboundPath", slash < 0 ? "/" : path.substring(slash))
            .put("path", path));
  }

  private static String expectedPort(int virtualPort, int proxyPort) {
    String expected = "expected the port of virtual probes, " + virtualPort;
    return proxyPort == 0
        ? expected
        : expected + ", or of the application probe proxy, " + proxyPort;
  }

  private Optional<ObjectNode> fail(HttpProbeView probe, String expected) {
    state.fail(
        ConversionProblem.Code.INVALID_SPEC,
        "probe :" + probe.port() + probe.path(),
        "is not a virtual probe: " + expected);
    return Optional.empty();
  }

  /** Parses a port; 0 if it is invalid. */
  private static int number(String digits) {
    boolean plain =
        !digits.isEmpty()
            && digits.length() <= 5
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = plain ? Integer.parseInt(digits) : 0;
    return port <= 65535 ? port : 0;
  }
}
