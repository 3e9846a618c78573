package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.AdmittedPod.ContainerView;
import io.higuma.inject.AdmittedPod.ProbeKind;
import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Verdict;
import io.higuma.patch.JsonPatch.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Rewrites probes to go through the sidecar, which forwards them: the kubelet's probes would
 * otherwise fail at mutual TLS. Virtual probes, the older way, support HTTP only and change only
 * path and port.
 */
final class ProbeRewriting {
  private static final String HTTP_GET = "httpGet";
  private static final String TCP_SOCKET = "tcpSocket";
  private static final String GRPC = "grpc";
  private static final String HEADERS = "httpHeaders";

  private final PodOptions.Probes options;
  private final boolean reinvocation;
  private final DecisionNotes notes;
  private final List<Operation> operations = new ArrayList<>();

  ProbeRewriting(PodOptions.Probes options, DecisionNotes notes) {
    this(options, false, notes);
  }

  /**
   * Rewrites with these options.
   *
   * @param reinvocation whether the Pod was injected before; probes that are already rewritten are
   *     skipped
   */
  ProbeRewriting(PodOptions.Probes options, boolean reinvocation, DecisionNotes notes) {
    this.options = options;
    this.reinvocation = reinvocation;
    this.notes = notes;
  }

  /** Returns the operations. Indexes are those of the original Pod. */
  List<Operation> rewrite(AdmittedPod pod, boolean nativeSidecars) {
    if (options.proxyPort() == 0 && !options.virtual()) {
      notes.step(Stage.PROBES, Verdict.NOT_APPLICABLE, "probes_off", "probes stay as they are");
      return operations;
    }
    containers("/spec/containers/", pod.containers(), true);
    if (nativeSidecars) {
      containers("/spec/initContainers/", pod.initContainers(), false);
    }
    notes.step(
        Stage.PROBES,
        Verdict.PASS,
        "probes_rewritten",
        operations.size() + " probe(s) go through the sidecar");
    return operations;
  }

  private void containers(String path, List<ContainerView> containers, boolean all) {
    for (var i = 0; i < containers.size(); i++) {
      var container = containers.get(i);
      if ((all || container.isRestartable()) && !container.name().equals(SidecarContainer.NAME)) {
        for (var probe : container.probes().entrySet()) {
          rewrite(path + i, container, probe.getKey(), probe.getValue());
        }
      }
    }
  }

  private void rewrite(String path, ContainerView container, ProbeKind kind, JsonNode probe) {
    var where = container.name() + "." + kind.field();
    if (probe.path(HTTP_GET).isObject()) {
      replace(path, container, kind, probe, HTTP_GET, where);
    } else if (options.proxyPort() != 0 && probe.path(TCP_SOCKET).isObject()) {
      replace(path, container, kind, probe, TCP_SOCKET, where);
    } else if (options.proxyPort() != 0 && probe.path(GRPC).isObject()) {
      replace(path, container, kind, probe, GRPC, where);
    }
  }

  private void replace(
      String path,
      ContainerView container,
      ProbeKind kind,
      JsonNode probe,
      String action,
      String where) {
    var proxyPort = options.proxyPort() != 0 ? options.proxyPort() : options.virtualPort();
    var port = port(container, probe.path(action).path("port"));
    if (reinvocation && (port.isEmpty() || isRewritten(port.getAsInt(), proxyPort, probe))) {
      return;
    }
    if (port.isEmpty()) {
      notes.warn(
          Stage.PROBES,
          "probe_port_unknown",
          "probe "
              + where
              + " stays as it is: its container declares no port named '"
              + probe.path(action).path("port").asText("")
              + "'");
      return;
    }
    if (port.getAsInt() == proxyPort) {
      notes.reject(
          Stage.PROBES,
          RejectReason.PROBE_PORT,
          where,
          "the probe's port "
              + proxyPort
              + " is reserved for the sidecar, which answers the Pod's probes there; is the"
              + " template already injected?");
      return;
    }
    var rewritten = ((ObjectNode) probe).deepCopy();
    if (options.proxyPort() != 0) {
      rewritten.remove(List.of(HTTP_GET, TCP_SOCKET, GRPC));
      var headers = headers(probe, action);
      if (!headers.isEmpty()) {
        rewritten.putObject(HTTP_GET).set(HEADERS, headers);
      }
    }
    rewritten
        .withObject("/" + HTTP_GET)
        .put("path", path(probe, action, port.getAsInt()))
        .put("port", proxyPort);
    operations.add(new Operation.Replace(path + "/" + kind.field(), rewritten));
  }

  private static boolean isRewritten(int port, int proxyPort, JsonNode probe) {
    var parts = probe.path(HTTP_GET).path("path").asText("").split("/", 3);
    return port == proxyPort
        && parts.length > 1
        && parts[0].isEmpty()
        && (isPort(parts[1])
            || (parts.length > 2
                && (parts[1].equals("tcp") || parts[1].equals("grpc"))
                && isPort(parts[2])));
  }

  private static boolean isPort(String text) {
    return !text.isEmpty() && text.length() < 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Resolves a number, the name of a port of the container, or a number in a string. */
  private static OptionalInt port(ContainerView container, JsonNode port) {
    if (port.isInt()) {
      return OptionalInt.of(port.intValue());
    }
    var text = port.asText("");
    var named = container.namedPort(text);
    if (named.isPresent()) {
      return named;
    }
    return isPort(text) ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }

  private static String path(JsonNode probe, String action, int port) {
    return switch (action) {
      case TCP_SOCKET -> "/tcp/" + port;
      case GRPC -> "/grpc/" + port;
      default -> {
        var path = probe.path(HTTP_GET).path("path").asText("");
        yield "/" + port + (path.startsWith("/") ? path : "/" + path);
      }
    };
  }

  /**
   * Headers that pass the probe's scheme, timeout, host and gRPC service to the application probe
   * proxy.
   */
  private ArrayNode headers(JsonNode probe, String action) {
    var headers = JsonNodes.array(List.of());
    var get = probe.path(HTTP_GET);
    ownHeaders(get).forEach(headers::add);
    var scheme = get.path("scheme").asText("");
    if (!scheme.isEmpty() && !scheme.equals("HTTP")) {
      headers.add(header("X-Kuma-Probes-Scheme", scheme));
    }
    var timeout = probe.path("timeoutSeconds").asInt();
    if (timeout > 1) {
      headers.add(header("X-Kuma-Probes-Timeout", Integer.toString(timeout)));
    }
    if (action.equals(GRPC)) {
      grpcService(probe).ifPresent(headers::add);
    }
    return headers;
  }

  private static List<JsonNode> ownHeaders(JsonNode get) {
    var headers = new ArrayList<JsonNode>();
    var hostSeen = false;
    for (var own : get.path(HEADERS)) {
      if (!hostSeen && own.path("name").asText("").equals("Host")) {
        hostSeen = true;
        headers.add(header("X-Kuma-Probes-Host", own.path("value").asText("")));
      } else {
        headers.add(own);
      }
    }
    return headers;
  }

  private static Optional<JsonNode> grpcService(JsonNode probe) {
    var service = probe.path(GRPC).path("service").asText("");
    return service.isEmpty()
        ? Optional.empty()
        : Optional.of(header("X-Kuma-Probes-GRPC-Service", service));
  }

  private static ObjectNode header(String name, String value) {
    return JsonNodes.object().put("name", name).put("value", value);
  }
}
