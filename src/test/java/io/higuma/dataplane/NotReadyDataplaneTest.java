package io.higuma.dataplane;

import static io.higuma.dataplane.Services.service;
import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotReadyDataplaneTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "k8s.kuma.io/zone-proxy-type";

  private final ServiceView web = service("web").port(80, 8080, "http").build();

  @Test
  void isThatOfThePodWhileItTerminates() {
    var stored = stored(pod().service(web));
    var notReady = NotReadyDataplane.of(pod().view(), stored).orElseThrow();
    assertThat(notReady.digest()).isEqualTo(pod().service(web).terminating().dataplane().digest());
    assertThat(notReady.problems()).isEmpty();
  }

  @Test
  void isThatOfAPodWithoutServicesWhileItTerminates() {
    var notReady = NotReadyDataplane.of(pod().view(), stored(pod())).orElseThrow();
    assertThat(notReady.digest()).isEqualTo(pod().terminating().dataplane().digest());
  }

  @Test
  void hasNoReadyListeners() {
    Subject both =
        pod()
            .inMesh("exclusive")
            .service(web)
            .service(service("zi").label(TYPE, "ingress").port(10001, 10001).build());
    var notReady = NotReadyDataplane.of(both.view(), stored(both)).orElseThrow();
    assertThat(states(notReady, "inbound")).containsExactly("NotReady");
    assertThat(states(notReady, "listeners")).containsExactly("NotReady");
  }

  @Test
  void keepsInboundsThatAreIgnored() {
    Subject partly =
        pod()
            .ignoring("version")
            .service(web)
            .service(
                service("old")
                    .selector(Map.of("app", "demo", "version", "v0"))
                    .port(90, 8080)
                    .build());
    var notReady = NotReadyDataplane.of(partly.view(), stored(partly)).orElseThrow();
    assertThat(states(notReady, "inbound")).containsExactly("Ignored", "NotReady");
    assertThat(notReady.digest()).isEqualTo(partly.terminating().dataplane().digest());
  }

  @Test
  void doesNotChangeAnymoreOnceItIsStored() {
    var once = NotReadyDataplane.of(pod().view(), stored(pod().service(web))).orElseThrow();
    ObjectNode stored = JSON.valueToTree(once.resource());
    assertThat(DataplaneDigest.ofStored(stored)).isEqualTo(once.digest());
    var twice = NotReadyDataplane.of(pod().view(), stored).orElseThrow();
    assertThat(twice.digest()).isEqualTo(once.digest());
  }

  @Test
  void keepsWhatElseIsStored() {
    ObjectNode stored = stored(pod().service(web));
    ((ObjectNode) stored.path("metadata").path("labels")).put("team", "blue");
    ((ObjectNode) stored.path("spec")).putObject("metrics").put("type", "prometheus");
    var notReady = NotReadyDataplane.of(pod().view(), stored).orElseThrow();
    assertThat(notReady.labels()).containsEntry("team", "blue");
    assertThat(notReady.spec().path("metrics").path("type").asText()).isEqualTo("prometheus");
    assertThat(notReady.mesh()).isEqualTo("default");
  }

  @Test
  void isNotMadeFromThatOfAnEarlierPodOfTheSameName() {
    ObjectNode stored = stored(pod());
    ((ObjectNode) stored.path("metadata").path("ownerReferences").path(0)).put("uid", "earlier");
    assertThat(NotReadyDataplane.of(pod().view(), stored)).isEmpty();
  }

  private static ObjectNode stored(Subject pod) {
    return JSON.valueToTree(pod.dataplane().resource());
  }

  private static List<String> states(DataplaneResult.Dataplane dataplane, String section) {
    JsonNode all = dataplane.spec().path("networking").path(section);
    return all.valueStream().map(one -> one.path("state").asText("Ready")).toList();
  }
}
