package io.higuma.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The example of Kuma's page "Data plane on Kubernetes". */
class PageExampleTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void onePodWithTwoServicesHasThreeInbounds() throws IOException {
    World world = new World();
    List<JsonNode> documents = documents("dataplane-page-example.yaml");
    CachedPod pod = new Views().pod(YAML.treeToValue(documents.removeFirst(), Pod.class));
    for (JsonNode document : documents) {
      world.services.add(ServiceViews.of(YAML.treeToValue(document, Service.class)));
    }

    var settings = new DataplaneSettings("zone-1", List.of(), Set.of(), List.of(), false, true);
    var result = new DataplaneFactory(settings).convert(pod, world).result();

    assertThat(result)
        .isInstanceOfSatisfying(
            DataplaneResult.Dataplane.class,
            dataplane ->
                assertThat(YAML.<JsonNode>valueToTree(dataplane.resource())).isEqualTo(golden()));
  }

  private static JsonNode golden() {
    try {
      return documents("dataplane-page-example.golden.yaml").getFirst();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<JsonNode> documents(String name) throws IOException {
    try (var file = PageExampleTest.class.getResourceAsStream("/kuma-2.14/" + name)) {
      return new java.util.ArrayList<>(
          YAML.readerFor(JsonNode.class).<JsonNode>readValues(file).readAll());
    }
  }
}
