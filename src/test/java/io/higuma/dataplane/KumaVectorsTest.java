package io.higuma.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares conversions with recorded results of Kuma 2.14.3, except for intended differences. */
class KumaVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Views VIEWS = new Views();

  @Test
  void thereAreVectorsOfEachKind() throws IOException {
    List<Scenario> all = scenarios().toList();
    assertThat(all).hasSize(164);
    assertThat(all).filteredOn(s -> s.json.path("failed").asBoolean()).hasSizeGreaterThan(10);
    assertThat(all).filteredOn(s -> s.json.has("dataplane")).hasSizeGreaterThan(100);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void agreesWithKuma(Scenario scenario) throws JsonProcessingException {
    JsonNode expected = scenario.json;
    DataplaneResult result = scenario.convert();

    if (expected.has("dataplane")) {
      assertThat(result).isInstanceOf(DataplaneResult.Dataplane.class);
      JsonNode actual = json((DataplaneResult.Dataplane) result);
      assertThat(actual.toPrettyString())
          .isEqualTo(sorted(expected.get("dataplane")).toPrettyString());
    } else if (expected.path("failed").asBoolean()) {
      assertThat(result).isInstanceOf(DataplaneResult.Failed.class);
    } else {
      assertThat(result).isInstanceOf(DataplaneResult.None.class);
    }
  }

  static Stream<Scenario> scenarios() throws IOException {
    var file =
        Objects.requireNonNull(
            KumaVectorsTest.class.getResourceAsStream("/kuma-2.14/dataplane.jsonl.gz"));
    try (var lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
      return lines.lines().map(Scenario::parse).toList().stream();
    }
  }

  private static JsonNode json(DataplaneResult.Dataplane dataplane) throws JsonProcessingException {
    ObjectNode json = JSON.createObjectNode();
    json.put("mesh", dataplane.mesh());
    json.set("spec", dataplane.spec());
    json.set("labels", JSON.valueToTree(dataplane.labels()));
    json.set("annotations", JSON.valueToTree(dataplane.annotations()));
    json.putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "v1")
        .put("kind", "Pod")
        .put("name", dataplane.owner().name())
        .put("controller", true)
        .put("blockOwnerDeletion", true);
    return sorted(json);
  }

  private static JsonNode sorted(JsonNode node) throws JsonProcessingException {
    ObjectMapper sorting =
        JSON.copy().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    return JSON.readTree(sorting.writeValueAsString(sorting.treeToValue(node, Object.class)));
  }

  record Scenario(JsonNode json) {
    static Scenario parse(String line) {
      try {
        return new Scenario(JSON.readTree(line));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(e);
      }
    }

    DataplaneResult convert() throws JsonProcessingException {
      World world = new World();
      String namespace = json.path("namespace").asText();
      for (JsonNode document : json.path("services")) {
        Service service = JSON.treeToValue(document, Service.class);
        service.getMetadata().setNamespace(namespace);
        world.services.add(ServiceViews.of(service));
      }
      Pod pod = JSON.treeToValue(json.path("pod"), Pod.class);
      pod.getMetadata().setNamespace(namespace);
      pod.getMetadata().setUid("uid-of-the-pod");
      labelAsTheApiServerDoes(pod, world);
      if (json.path("terminating").asBoolean()) {
        pod.getMetadata().setDeletionTimestamp("2025-01-01T00:00:00Z");
      }
      for (JsonNode slice : json.path("endpointSlices")) {
        String service = slice.path("service").asText();
        world.slices.add(
            new EndpointSliceView(namespace, service + "-1", service, Set.of("uid-of-the-pod")));
      }
      DataplaneSettings settings = settings(json.path("profile").asText());
      return new DataplaneFactory(settings).convert(VIEWS.pod(pod), world).result();
    }

    /** Since Kubernetes 1.35 a Pod gets the topology labels of the Node that it is bound to. */
    private static void labelAsTheApiServerDoes(Pod pod, World world) {
      String node = pod.getSpec().getNodeName();
      if (node != null) {
        for (String key : List.of("topology.kubernetes.io/zone", "topology.kubernetes.io/region")) {
          String value = Objects.requireNonNull(world.nodes.get(node)).get(key);
          pod.getMetadata().getLabels().put(key, value);
        }
      }
    }

    private static DataplaneSettings settings(String profile) {
      List<String> labels =
          List.of(
              "topology.kubernetes.io/zone",
              "topology.kubernetes.io/region",
              "kubernetes.io/hostname");
      return switch (profile) {
        case "default" -> new DataplaneSettings("zone-1", labels, Set.of(), List.of(), false, true);
        case "tuned" ->
            new DataplaneSettings(
                "zone-1",
                List.of("topology.kubernetes.io/zone"),
                Set.of("rollouts-pod-template-hash"),
                List.of("app", "version"),
                false,
                true);
        case "no-inbound-tags" ->
            new DataplaneSettings("default", labels, Set.of(), List.of(), true, true);
        default -> throw new IllegalArgumentException(profile);
      };
    }

    @Override
    public String toString() {
      return json.path("name").asText();
    }
  }
}
