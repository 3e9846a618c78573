package io.higuma.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.higuma.dataplane.CachedPod.OwnerView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** API JSON and model objects are converted to equal views. */
class PodTrimmerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POD =
      """
      {"metadata":{"name":"web","namespace":"shop","uid":"u","resourceVersion":"7",
         "deletionTimestamp":"2026-01-01T00:00:00Z",
         "labels":{"app":"web","empty":""},
         "annotations":{"kuma.io/sidecar-injected":"true","kuma.io/virtual-probes":"enabled",
           "kuma.io/virtual-probes-port":"9000","traffic.kuma.io/transparent-proxy-config":"a: b",
           "prometheus.metrics.kuma.io/port":"5670","unrelated":"x"},
         "ownerReferences":[
           {"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-1","controller":true},
           {"apiVersion":"v1","kind":"X","name":"y"}]},
       "spec":{"nodeName":"node-a","serviceAccountName":"shop",
         "initContainers":[
           {"name":"before","restartPolicy":"Always",
            "ports":[{"containerPort":9443,"name":"https"},{"containerPort":9444}],"livenessProbe":{"httpGet":{"path":"/no","port":1}}},
           {"name":"kuma-sidecar","restartPolicy":"Always","readinessProbe":{"httpGet":{"path":"/ready","port":9902}}},
           {"name":"once","ports":[{"containerPort":1,"name":"one","protocol":"UDP"}],"livenessProbe":{"httpGet":{"path":"/no","port":2}}},
           {"name":"behind","restartPolicy":"Always","livenessProbe":{"httpGet":{"path":"/yes","port":"3"}}}],
         "containers":[
           {"name":"app","ports":[{"containerPort":8080,"name":"http"},{"containerPort":53,"protocol":"UDP"}],
            "livenessProbe":{"httpGet":{"path":"/live","port":8080}},
            "readinessProbe":{"tcpSocket":{"port":8080}},
            "startupProbe":{"httpGet":{"port":"http"}}}]},
       "status":{"phase":"Running","reason":"Evicted","podIP":"10.0.0.1",
         "containerStatuses":[{"name":"app","ready":false,"state":{"terminated":{"exitCode":3}}}],
         "initContainerStatuses":[{"name":"kuma-sidecar","ready":true,"state":{"running":{}}}]}}
      """;

  @Test
  void everyPodOfTheVectorsLooksTheSame() throws IOException {
    try (var lines = vectors()) {
      lines.forEach(scenario -> assertSame(scenario.path("pod")));
    }
  }

  @Test
  void aPodWithEverythingLooksTheSame() throws IOException {
    JsonNode pod = JSON.readTree(POD);
    assertSame(pod);
    assertThat(new PodTrimmer().pod(pod).template().httpProbes()).hasSize(3);
    assertThat(new PodTrimmer().pod(pod).template().initPorts()).hasSize(2);
    assertThat(new PodTrimmer().pod(pod).template().owners())
        .extracting(OwnerView::qualifiedKind)
        .containsExactly("ReplicaSet.apps", "X");
    assertThat(new PodTrimmer().pod(pod).status().containers().getFirst().exitCode()).isEqualTo(3);
  }

  @Test
  void anEmptyPodLooksTheSame() throws IOException {
    assertSame(JSON.readTree("{\"metadata\":{}}"));
  }

  @Test
  void everyServiceOfTheVectorsLooksTheSame() throws IOException {
    try (var lines = vectors()) {
      lines.forEach(
          scenario ->
              scenario
                  .path("services")
                  .forEach(
                      service ->
                          assertThat(ServiceTrimmer.service(service))
                              .isEqualTo(ServiceViews.of(read(service, Service.class)))));
    }
  }

  @Test
  void everyTargetWithAUidCounts() throws IOException {
    JsonNode slice =
        JSON.readTree(
            """
            {"metadata":{"name":"s-1","namespace":"shop","labels":{"kubernetes.io/service-name":"s"}},
             "endpoints":[{"targetRef":{"kind":"Pod","uid":"a"}},
               {"targetRef":{"kind":"Pod","apiVersion":"v1","uid":"b"}},
               {"targetRef":{"kind":"Pod","apiVersion":"v2","uid":"c"}},
               {"targetRef":{"uid":"d"}},{"targetRef":{"kind":"Pod","name":"p"}},
               {"targetRef":{"kind":"Pod","uid":""}},{"targetRef":{"kind":"Pod","uid":null}},{}]}
            """);
    assertThat(ServiceTrimmer.slice(slice).podUids()).containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(ServiceTrimmer.slice(slice))
        .isEqualTo(ServiceViews.of(read(slice, EndpointSlice.class)));
  }

  @Test
  void onlyPodsWithASidecarAreConverted() throws IOException {
    assertThat(concerns("true")).isTrue();
    assertThat(concerns("enabled")).isTrue();
    assertThat(concerns("false")).isFalse();
    assertThat(concerns("nonsense")).as("invalid value is reported to the user").isTrue();
    assertThat(PodTrimmer.concerns(JSON.readTree("{\"metadata\":{}}"))).isFalse();
  }

  @Test
  void aStoredDataplaneHasTheDigestOfTheWantedOne() throws IOException {
    DataplaneResult.Dataplane wanted = Subject.pod().dataplane();
    ObjectNode stored = JSON.valueToTree(wanted.resource());
    assertThat(DataplaneDigest.ofStored(stored)).isEqualTo(wanted.digest());
    assertThat(DataplaneDigest.hasForeignParts(stored)).isFalse();
    ((ObjectNode) stored.path("metadata").path("annotations")).put("team", "blue");
    assertThat(DataplaneDigest.ofStored(stored)).isEqualTo(wanted.digest());
    assertThat(DataplaneDigest.hasForeignParts(stored)).isTrue();
    ((ObjectNode) stored.path("metadata").path("labels")).put("team", "blue");
    assertThat(DataplaneDigest.ofStored(stored)).isNotEqualTo(wanted.digest());
  }

  private static boolean concerns(String injected) throws IOException {
    return PodTrimmer.concerns(
        JSON.readTree(
            "{\"metadata\":{\"annotations\":{\"kuma.io/sidecar-injected\":\""
                + injected
                + "\"}}}"));
  }

  private static void assertSame(JsonNode pod) {
    assertThat(new PodTrimmer().pod(pod)).isEqualTo(new Views().pod(read(pod, Pod.class)));
  }

  private static <T> T read(JsonNode json, Class<T> type) {
    try {
      return JSON.treeToValue(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JsonNode> vectors() throws IOException {
    var file =
        Objects.requireNonNull(
            PodTrimmerTest.class.getResourceAsStream("/kuma-2.14/dataplane.jsonl.gz"));
    return new BufferedReader(
            new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))
        .lines()
        .map(
            line -> {
              try {
                return JSON.readTree(line);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
