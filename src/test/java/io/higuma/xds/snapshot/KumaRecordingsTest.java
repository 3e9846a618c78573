package io.higuma.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Higuma's resources are those of Kuma, except for what {@link Omission} lists. */
class KumaRecordingsTest {
  private static final String DYNAMIC_CONFIG = "_kuma:dynamicconfig";
  private static final JsonMapper JSON = new JsonMapper();

  static List<Recording> recordings() {
    return Recording.all();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void clustersAreThoseOfKuma(Recording recording) {
    assertSame(recording, ResourceType.CLUSTER);
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void endpointsAreThoseOfKuma(Recording recording) {
    assertSame(recording, ResourceType.ENDPOINT);
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void listenersAreThoseOfKuma(Recording recording) {
    Map<String, JsonNode> recorded = recording.resources(ResourceType.LISTENER);
    Map<String, JsonNode> ours = ours(recording, ResourceType.LISTENER);

    assertThat(ours.keySet()).isEqualTo(recorded.keySet());
    ours.keySet().stream()
        .filter(name -> !name.equals(DYNAMIC_CONFIG))
        .forEach(name -> assertThat(ours.get(name)).as(name).isEqualTo(recorded.get(name)));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void namesAreThoseOfKumaAndTheInstancesOfHeadlessServices(Recording recording)
      throws JsonProcessingException {
    JsonNode recorded = recording.resources(ResourceType.LISTENER).get(DYNAMIC_CONFIG);
    JsonNode ours = ours(recording, ResourceType.LISTENER).get(DYNAMIC_CONFIG);
    ObjectNode expectedBody = (ObjectNode) JSON.readTree(body(recorded));
    ObjectNode ourBody = (ObjectNode) JSON.readTree(body(ours));
    List<String> instances =
        recording.proxy().equals("db-0")
            ? List.of()
            : List.of("db.demo.svc.5432.db-0.mesh", "db_demo_svc_5432.db-0.mesh");

    assertThat(ourBody.path("records").findValuesAsText("name")).containsAll(instances);
    removeRecords(ourBody, instances);
    assertThat(ourBody).isEqualTo(expectedBody);
    assertThat(withoutBody(ours)).isEqualTo(withoutBody(recorded));
  }

  @ParameterizedTest
  @EnumSource
  void everyOmissionIsNeeded(Omission omission) {
    ObjectNode dump = Recording.of("client-a").dump();
    ObjectNode left = dump.deepCopy();

    omission.apply(left);

    assertThat(left).isNotEqualTo(dump);
  }

  @Test
  void everyRecordingHasResourcesOfEachTypeLeft() {
    for (Recording recording : Recording.all()) {
      for (ResourceType type : ResourceType.values()) {
        assertThat(recording.resources(type)).as("%s %s", recording, type).isNotEmpty();
      }
    }
  }

  private static void assertSame(Recording recording, ResourceType type) {
    Map<String, JsonNode> recorded = recording.resources(type);
    Map<String, JsonNode> ours = ours(recording, type);
    assertThat(ours.keySet()).isEqualTo(recorded.keySet());
    ours.forEach((name, resource) -> assertThat(resource).as(name).isEqualTo(recorded.get(name)));
  }

  private static Map<String, JsonNode> ours(Recording recording, ResourceType type) {
    Map<String, JsonNode> byName = new TreeMap<>();
    recording
        .snapshot()
        .of(type)
        .all()
        .forEach(resource -> byName.put(resource.name(), EnvoyJson.of(resource)));
    return byName;
  }

  private static String body(JsonNode listener) {
    return listener.findValue("inline_string").asText();
  }

  /** The listener without its body and what follows from that: its hash and its length. */
  private static JsonNode withoutBody(JsonNode listener) {
    JsonNode copy = listener.deepCopy();
    ((ObjectNode) copy.findParent("inline_string")).remove("inline_string");
    ((ObjectNode) copy.findParent("max_direct_response_body_size_bytes"))
        .remove("max_direct_response_body_size_bytes");
    ((ObjectNode) copy.findParent("exact")).remove("exact");
    copy.findParents("key").forEach(header -> ((ObjectNode) header).remove("value"));
    return copy;
  }

  private static void removeRecords(ObjectNode body, List<String> names) {
    var records = body.withArray("/records").elements();
    while (records.hasNext()) {
      if (names.contains(records.next().path("name").asText())) {
        records.remove();
      }
    }
  }
}
