package io.higuma.dataplane;

import static io.higuma.dataplane.Services.service;
import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Dataplane;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DataplaneDigestTest {
  private final DataplaneResult.Dataplane wanted =
      pod().node("node-a").service(service("web").port(80, 8080).build()).dataplane();

  @Test
  void twoConversionsOfOnePodHaveOneDigest() {
    Subject pod = pod().service(service("b").port(1, 2).build());
    assertThat(pod.dataplane().digest()).isEqualTo(pod.dataplane().digest());
  }

  @Test
  void whatIsStoredAsWantedHasTheSameDigest() {
    assertThat(DataplaneDigest.ofStored(stored())).isEqualTo(wanted.digest());
  }

  @Test
  void anotherWayOfWritingDoesNotMatter() throws Exception {
    Dataplane stored = stored();
    ObjectNode networking = (ObjectNode) stored.getSpec().path("networking");
    ObjectNode inbound = (ObjectNode) networking.path("inbound").path(0);
    inbound.put("port", 8080.0);
    inbound.putNull("serviceProbe");
    networking.set("address", networking.remove("address"));
    assertThat(DataplaneDigest.ofStored(stored)).isEqualTo(wanted.digest());
  }

  @Test
  void unmanagedAnnotationsDoNotMatter() {
    Dataplane stored = stored();
    Map<String, String> annotations = new HashMap<>(stored.getMetadata().getAnnotations());
    annotations.put("tool.example/seen", "yes");
    stored.getMetadata().setAnnotations(annotations);
    assertThat(DataplaneDigest.ofStored(stored)).isEqualTo(wanted.digest());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void anEditMatters(String what, Consumer<Dataplane> edit) {
    Dataplane stored = stored();
    edit.accept(stored);
    assertThat(DataplaneDigest.ofStored(stored)).as(what).isNotEqualTo(wanted.digest());
  }

  static Stream<Arguments> edits() {
    return Stream.of(
        edit("mesh", stored -> stored.setMesh("blue")),
        edit("spec", stored -> stored.getSpec().put("x", 1)),
        edit("an empty object", stored -> stored.getSpec().putObject("probes")),
        edit("label", stored -> stored.getMetadata().setLabels(Map.of("app", "demo"))),
        edit("annotation", stored -> stored.getMetadata().setAnnotations(Map.of())),
        edit("no owner", stored -> stored.getMetadata().setOwnerReferences(List.of())),
        edit(
            "another Pod of this name",
            stored -> stored.getMetadata().getOwnerReferences().getFirst().setUid("other")),
        edit(
            "owner that does not control",
            stored -> stored.getMetadata().getOwnerReferences().getFirst().setController(false)));
  }

  private static Arguments edit(String what, Consumer<Dataplane> edit) {
    return Arguments.of(what, edit);
  }

  /** The Dataplane as returned by the API server. */
  private Dataplane stored() {
    ObjectMapper json = new ObjectMapper();
    Dataplane copy = json.convertValue(wanted.resource(), Dataplane.class);
    copy.getMetadata().setResourceVersion("17");
    return copy;
  }
}
