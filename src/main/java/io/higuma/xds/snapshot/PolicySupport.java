package io.higuma.xds.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.MeshName;
import io.higuma.dataplane.MeshView;
import io.higuma.kuma.GoDuration;
import io.higuma.kuma.Labels;
import io.higuma.kuma.Parsed;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells policies that change nothing in what Higuma serves from those that it cannot serve: a Mesh
 * with one of the latter is not served at all.
 */
public final class PolicySupport {
  /** Policies that only matter with mTLS, or for proxies that are not sidecars. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "meshes",
          "dataplanes",
          "dataplaneinsights",
          "containerpatches",
          "meshinsights",
          "serviceinsights",
          "zones",
          "zoneinsights",
          "zoneegresses",
          "zoneegressinsights",
          "zoneingresses",
          "zoneingressinsights",
          "hostnamegenerators",
          "meshservices",
          "workloads",
          "meshopentelemetrybackends",
          "meshtrafficpermissions",
          "trafficpermissions",
          "meshtlses",
          "meshidentities",
          "meshtrusts",
          "meshgateways",
          "meshgatewayroutes",
          "meshgatewayinstances",
          "meshgatewayconfigs");

  /** The values that Higuma serves, by plural, section and field. */
  private static final Map<String, Map<String, Map<String, String>>> SERVED = served();

  /** Prefix of the TrafficRoute that older versions of Kuma create: it routes everything as is. */
  private static final String DEFAULT_ROUTE = "route-all-";

  private static final String TARGET = "targetRef";

  private PolicySupport() {}

  /** Whether objects of this kind can be policies that Higuma cannot serve. */
  public static boolean concerns(String plural) {
    return !WITHOUT_EFFECT.contains(plural) && plural.indexOf('/') < 0;
  }

  /** The Mesh of a policy: its field, else its label, else the default. */
  public static String meshOf(JsonNode policy) {
    String field = policy.path("mesh").asText("");
    String label = policy.path("metadata").path("labels").path(Labels.MESH).asText("");
    return !field.isEmpty() ? field : label.isEmpty() ? MeshName.DEFAULT : label;
  }

  /**
   * Why a Mesh is not served because of its own fields or of a setting; empty if it is.
   *
   * @param inboundTagsDisabled {@code experimental.inboundTagsDisabled}
   */
  public static Optional<String> problem(MeshView mesh, boolean inboundTagsDisabled) {
    if (inboundTagsDisabled) {
      return Optional.of(
          "experimental.inboundTagsDisabled is true, and Higuma knows services only by these tags");
    }
    if (mesh.exclusive()) {
      return Optional.of("meshServices.mode is Exclusive, which Higuma lacks");
    }
    return mesh.features().stream()
        .map(feature -> feature.text() + ", which Higuma lacks")
        .findFirst();
  }

  /**
   * Why a policy cannot be served.
   *
   * @param plural the plural of its kind
   * @param policy the object
   * @return the reason; empty if it changes nothing in what is served
   */
  public static Optional<String> problem(String plural, JsonNode policy) {
    String name = policy.path("metadata").path("name").asText("");
    if (!concerns(plural) || (plural.equals("trafficroutes") && name.startsWith(DEFAULT_ROUTE))) {
      return Optional.empty();
    }
    Map<String, Map<String, String>> served = SERVED.get(plural);
    if (served == null) {
      return Optional.of(plural + "/" + name + " is a policy that Higuma lacks");
    }
    JsonNode spec = policy.path("spec");
    if (onlyGateways(spec.path(TARGET))) {
      return Optional.empty();
    }
    for (Map.Entry<String, JsonNode> section : spec.properties()) {
      Map<String, String> expected = served.get(section.getKey());
      if (section.getKey().equals(TARGET)) {
        continue;
      }
      if (expected == null) {
        return Optional.of(
            plural + "/" + name + " has " + section.getKey() + ", which Higuma lacks");
      } else {
        for (JsonNode rule : section.getValue()) {
          Optional<String> different = different("", rule.path("default"), expected);
          if (different.isPresent()) {
            return different.map(
                what -> plural + "/" + name + ": " + section.getKey() + " has " + what);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean onlyGateways(JsonNode targetRef) {
    JsonNode types = targetRef.path("proxyTypes");
    return types.size() == 1 && types.get(0).asText().equals("Gateway");
  }

  /** The first value that differs from what is served, as {@code path: value instead of …}. */
  private static Optional<String> different(
      String path, JsonNode node, Map<String, String> expected) {
    if (node.isObject()) {
      return node.properties().stream()
          .map(
              field ->
                  different(
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue(),
                      expected))
          .flatMap(Optional::stream)
          .findFirst();
    }
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    String served = expected.get(path);
    return same(node.asText(), served)
        ? Optional.empty()
        : Optional.of(
            path
                + " "
                + (node.isContainerNode() ? node.toString() : node.asText())
                + (served == null ? ", which Higuma lacks" : " instead of " + served));
  }

  private static boolean same(String value, @Nullable String served) {
    return served != null
        && (value.equals(served)
            || (duration(value).isPresent() && duration(value).equals(duration(served))));
  }

  private static Optional<Duration> duration(String text) {
    return GoDuration.parse("", text) instanceof Parsed.Good<Duration>(Duration duration)
        ? Optional.of(duration)
        : Optional.empty();
  }

  private static Map<String, Map<String, Map<String, String>>> served() {
    Map<String, String> inbound =
        Map.of(
            "connectionTimeout", "10s",
            "idleTimeout", "2h",
            "http.requestTimeout", "0s",
            "http.streamIdleTimeout", "1h",
            "http.maxStreamDuration", "0s",
            "http.maxConnectionDuration", "0s");
    Map<String, String> outbound =
        Map.of(
            "connectionTimeout", "5s",
            "idleTimeout", "1h",
            "http.requestTimeout", "15s",
            "http.streamIdleTimeout", "30m",
            "http.maxStreamDuration", "0s",
            "http.maxConnectionDuration", "0s");
    Map<String, String> retry = new HashMap<>(Map.of("tcp.maxConnectAttempt", "5"));
    for (String protocol : Set.of("http.", "grpc.")) {
      retry.put(protocol + "numRetries", "5");
      retry.put(protocol + "perTryTimeout", "16s");
      retry.put(protocol + "backOff.baseInterval", "25ms");
      retry.put(protocol + "backOff.maxInterval", "250ms");
    }
    Map<String, String> limits =
        Map.of(
            "connectionLimits.maxConnections", "1024",
            "connectionLimits.maxPendingRequests", "1024",
            "connectionLimits.maxRequests", "1024",
            "connectionLimits.maxRetries", "3",
            "outlierDetection.disabled", "true");
    return Map.of(
        "meshtimeouts", Map.of("from", inbound, "rules", inbound, "to", outbound),
        "meshretries", Map.of("to", Map.copyOf(retry)),
        "meshcircuitbreakers", Map.of("to", limits));
  }
}
