package io.higuma.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.dataplane.CachedPod.Identity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentSlicesTest {
  private static final Identity WEB = new Identity("shop", "web-0", "a", "");
  private static final Identity WITHOUT_UID = new Identity("shop", "web-0", "", "");

  @ParameterizedTest
  @ValueSource(strings = {"uid: a", "kind: Pod, name: other, uid: a", "kind: Pod, name: web-0"})
  void aServiceTargetsThePodOfAUidOrElseOfAName(String target) throws JsonProcessingException {
    assertThat(targeting(target, WEB)).containsExactly("web");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "uid: ''",
        "uid: b",
        "kind: Pod, name: web-0, uid: b",
        "kind: Node, name: web-0",
        "kind: Pod, name: ''",
        "kind: Pod, name: web-0, namespace: other"
      })
  void aServiceTargetsNoOtherPod(String target) throws JsonProcessingException {
    assertThat(targeting(target, WEB)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind: Pod, name: web-0",
        "kind: Pod, name: web-0, namespace: shop",
        "kind: Pod, name: web-0, uid: a"
      })
  void aPodWithoutUidIsTargetedByItsName(String target) throws JsonProcessingException {
    assertThat(targeting(target, WITHOUT_UID)).containsExactly("web");
    assertThat(targeting(target, new Identity("other", "web-0", "", ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "uid: ''", "uid: a", "kind: Pod, name: web-1", "kind: Pod"})
  void aPodWithoutUidIsNotTargetedByAnything(String target) throws JsonProcessingException {
    assertThat(targeting(target, WITHOUT_UID)).isEmpty();
    assertThat(targeting(target, new Identity("shop", "", "", ""))).isEmpty();
  }

  @Test
  void podsOfDocumentsAreMatchedByName() throws JsonProcessingException {
    var documents =
        new DocumentRelatedObjects(
            List.of(new YAMLMapper().readTree(slice("kind: Pod, name: web-0"))), "shop", true);

    assertThat(documents.servicesTargeting(WITHOUT_UID)).containsExactly("web");
  }

  private static Set<String> targeting(String target, Identity pod) throws JsonProcessingException {
    var slices = new DocumentSlices();
    slices.add(new YAMLMapper().readTree(slice(target)));
    return slices.servicesTargeting(pod);
  }

  private static String slice(String target) {
    return """
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: web-1, namespace: shop, labels: {kubernetes.io/service-name: web}}
    endpoints: [{targetRef: {%s}}]
    """
        .formatted(target);
  }
}
