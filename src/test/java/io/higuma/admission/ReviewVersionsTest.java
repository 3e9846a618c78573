package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of older and newer API servers. */
@DisplayName("reliability 4: versions")
class ReviewVersionsTest extends SharedWebhookFixture {
  /** {@link RunningWebhook#answer} compares the versions of request and response. */
  @ParameterizedTest
  @ValueSource(strings = {"admission.k8s.io/v1", "admission.k8s.io/v1beta1"})
  void answersInTheVersionOfTheCall(String version) throws Exception {
    var review = RunningWebhook.review("demo", RunningWebhook.pod("old"));
    review.put("apiVersion", version);
    assertThat(webhook.answer(review).path("patchType").asText()).isEqualTo("JSONPatch");
  }

  @Test
  void passesOverFieldsItDoesNotKnow() throws Exception {
    var review = RunningWebhook.review("demo", RunningWebhook.pod("new"));
    review.putObject("future").putArray("list").add(1);
    review.withObject("/request").putObject("future").put("x", 1);
    review.withObject("/request/userInfo").put("username", "kubelet");
    assertThat(webhook.answer(review).path("patchType").asText()).isEqualTo("JSONPatch");
  }

  @Test
  void leavesFieldsOfNewerPodsInThePod() throws Exception {
    var pod =
        RunningWebhook.yaml(
            """
            metadata: {name: new, annotations: {a: b}}
            spec:
              initContainers: [{name: first, image: a}]
              containers:
              - name: app
                image: a
                ports: [{containerPort: 80}]
                readinessProbe: {httpGet: {path: /, port: 80}}
              volumes: [{name: v, emptyDir: {}}]
            """);
    var places =
        List.of(
            "",
            "/metadata",
            "/spec",
            "/spec/securityContext",
            "/spec/initContainers/0",
            "/spec/containers/0",
            "/spec/containers/0/ports/0",
            "/spec/containers/0/readinessProbe",
            "/spec/volumes/0");
    for (var place : places) {
      object(pod, place).putObject("future").putArray("list").add(place);
    }
    var answer = webhook.answer(RunningWebhook.review("demo", pod));
    var patch = RunningWebhook.JSON.readTree(answer.path("patch").binaryValue());
    var injected = JsonPatch.apply(patch, pod);
    assertThat(injected.findValues("future"))
        .hasSameSizeAs(places)
        .containsExactlyInAnyOrderElementsOf(pod.findValues("future"));
  }

  @Test
  void readsMembersInAnyOrder() throws Exception {
    var review = RunningWebhook.review("demo", RunningWebhook.pod("upside-down"));
    assertThat(webhook.answer(reversed(review))).isEqualTo(webhook.answer(review));
  }

  @Test
  void leavesAloneWhatIsNoCreationOfAPod() throws Exception {
    for (var operation : List.of("UPDATE", "DELETE", "CONNECT")) {
      var review = RunningWebhook.review("demo", RunningWebhook.pod("x"));
      review.withObject("/request").put("operation", operation).remove("object");
      assertThat(webhook.answer(review)).isEqualTo(allowed());
    }
    var review = RunningWebhook.review("demo", RunningWebhook.pod("x"));
    review.withObject("/request").put("subResource", "status");
    assertThat(webhook.answer(review)).isEqualTo(allowed());
  }

  private static ObjectNode object(ObjectNode pod, String place) {
    var found = pod.at(place);
    return found.isObject() ? (ObjectNode) found : pod.withObject(place);
  }

  private static JsonNode allowed() {
    return RunningWebhook.JSON
        .createObjectNode()
        .put("uid", "uid-of-this-call")
        .put("allowed", true);
  }

  private static JsonNode reversed(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    var members = new ArrayList<>(object.properties());
    Collections.reverse(members);
    var reversed = RunningWebhook.JSON.createObjectNode();
    members.forEach(member -> reversed.set(member.getKey(), reversed(member.getValue())));
    return reversed;
  }
}
