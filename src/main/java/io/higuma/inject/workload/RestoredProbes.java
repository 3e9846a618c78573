package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Restores probes that were rewritten to go through the sidecar. Some information is lost: a named
 * port becomes a number, and the host of a probe is missing.
 *
 * @param port the port on which the sidecar answers probes
 * @param virtual whether they are virtual probes, which are HTTP only and change only path and port
 */
record RestoredProbes(int port, boolean virtual) {
  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");
  private static final String HEADERS = "httpHeaders";
  private static final String KUMA_HEADER = "X-Kuma-Probes-";

  /** Restores the probes of a container, in place. */
  void in(ObjectNode container) {
    for (String name : PROBES) {
      if (container.get(name) instanceof ObjectNode probe) {
        restored(probe).ifPresent(restored -> container.set(name, restored));
      }
    }
  }

  private Optional<ObjectNode> restored(ObjectNode probe) {
    var get = probe.path("httpGet");
    if (get.path("port").asInt() != port) {
      return Optional.empty();
    }
    var path = get.path("path").asText();
    var parts = path.split("/", 3);
    if (parts.length < 2 || !parts[0].isEmpty()) {
      return Optional.empty();
    }
    return switch (parts[1]) {
      case "tcp" -> other(probe, "tcpSocket", parts);
      case "grpc" -> other(probe, "grpc", parts);
      default -> http(probe, parts);
    };
  }

  private static Optional<ObjectNode> other(ObjectNode probe, String action, String[] parts) {
    if (parts.length != 3 || number(parts[2]).isEmpty()) {
      return Optional.empty();
    }
    var restored = replacing(probe, action);
    var target = (ObjectNode) restored.path(action);
    target.put("port", number(parts[2]).orElseThrow());
    header(probe, "GRPC-Service").ifPresent(service -> target.put("service", service));
    return Optional.of(restored);
  }

  private Optional<ObjectNode> http(ObjectNode probe, String[] parts) {
    var target = number(parts[1]);
    if (target.isEmpty()) {
      return Optional.empty();
    }
    var path = "/" + (parts.length > 2 ? parts[2] : "");
    if (virtual) {
      var restored = probe.deepCopy();
      restored.withObject("/httpGet").put("path", path).put("port", target.get());
      return Optional.of(restored);
    }
    var restored = replacing(probe, "httpGet");
    var get = restored.withObject("/httpGet").put("path", path).put("port", target.get());
    var headers = headers(probe.at("/httpGet/" + HEADERS));
    if (!headers.isEmpty()) {
      get.set(HEADERS, headers);
    }
    header(probe, "Scheme").ifPresent(scheme -> get.put("scheme", scheme));
    return Optional.of(restored);
  }

  /** A copy of the probe with another action in place of {@code httpGet}. */
  private static ObjectNode replacing(ObjectNode probe, String action) {
    var restored = probe.objectNode();
    probe
        .properties()
        .forEach(
            entry -> {
              if (entry.getKey().equals("httpGet")) {
                restored.putObject(action);
              } else {
                restored.set(entry.getKey(), entry.getValue());
              }
            });
    return restored;
  }

  private static ArrayNode headers(JsonNode all) {
    var headers = JsonNodeFactory.instance.arrayNode();
    for (JsonNode header : all) {
      var name = header.path("name").asText();
      if (name.equals(KUMA_HEADER + "Host")) {
        headers.addObject().put("name", "Host").set("value", header.path("value"));
      } else if (!name.startsWith(KUMA_HEADER)) {
        headers.add(header);
      }
    }
    return headers;
  }

  private static Optional<String> header(ObjectNode probe, String name) {
    for (JsonNode header : probe.at("/httpGet/" + HEADERS)) {
      if (header.path("name").asText().equals(KUMA_HEADER + name)) {
        return Optional.of(header.path("value").asText(""));
      }
    }
    return Optional.empty();
  }

  private static Optional<Integer> number(String text) {
    boolean digits =
        !text.isEmpty() && text.length() < 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }
}
