package io.higuma.api.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of the API form of the connections of sidecars. */
class ConnectionViewTest {
  private static final String SUBSCRIPTION =
      """
      id: '2'
      controlPlaneInstanceId: cp-2
      connectTime: '2030-01-02T03:04:05Z'
      status: {cds: {responsesSent: '3', responsesAcknowledged: '2'}, lds: {responsesRejected: '1'}}
      version: {envoy: {version: 1.36.2}, kumaDp: {}}
      """;

  private static JsonNode yaml(String text) throws IOException {
    return new YAMLMapper().readTree(text);
  }

  @Test
  void aStreamToThisReplicaHasTheAppliedVersions() throws IOException {
    var view =
        ConnectionView.of(
            new ProxyStreams.Stream(yaml(SUBSCRIPTION), Map.of("cds", "v2"), "no such cluster"));

    assertThat(view.online()).isTrue();
    assertThat(view.here()).isTrue();
    assertThat(view.since()).isEqualTo("2030-01-02T03:04:05Z");
    assertThat(view.controlPlane()).isEqualTo("cp-2");
    assertThat(view.rejected()).contains("no such cluster");
    assertThat(view.versions()).isEqualTo(Map.of("envoy", "1.36.2"));
    assertThat(view.types())
        .extracting(type -> type.type() + " " + type.sent() + " " + type.version().orElse("-"))
        .containsExactly("cds 3 v2", "eds 0 -", "lds 0 -");
    assertThat(view.types().get(2).rejected()).isEqualTo(1);
  }

  @Test
  void anInsightHasTheLastConnection() throws IOException {
    var insight =
        yaml(
            "status: {subscriptions: [{id: '1', disconnectTime: 'x'}, {id: '2',"
                + " controlPlaneInstanceId: cp-2, connectTime: 't1', disconnectTime: 't2'}]}");

    var view = ConnectionView.of(insight).orElseThrow();

    assertThat(view.online()).isFalse();
    assertThat(view.here()).isFalse();
    assertThat(view.since()).isEqualTo("t2");
    assertThat(view.rejected()).isEmpty();
  }

  @Test
  void aSidecarThatHasNeverConnectedHasNone() throws IOException {
    assertThat(ConnectionView.of(yaml("{status: {subscriptions: []}}"))).isEmpty();
    assertThat(ConnectionView.of(yaml("{}"))).isEmpty();
  }
}
