package io.higuma.dataplane;

import static io.higuma.dataplane.Services.service;
import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.dataplane.ConversionTrace.Match;
import io.higuma.dataplane.ConversionTrace.PortFate;
import io.higuma.dataplane.ConversionTrace.PortStep;
import io.higuma.dataplane.ServiceView.TargetPort;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceMatchingTest {

  @Test
  void aServiceWhoseSelectorSelectsThePodGivesAnInbound() {
    Subject pod = pod().service(service("web").port(80, 8080).build());
    assertThat(pod.tag("kuma.io/service")).isEqualTo("web_shop_svc_80");
    assertThat(match(pod, "web")).isEqualTo(Match.SELECTED);
  }

  @Test
  void aServiceThatSelectsOtherPodsGivesNone() {
    Subject pod =
        pod().service(service("web").selector(Map.of("app", "other")).port(80, 8080).build());
    assertThat(pod.inbound().path("port").asInt()).isEqualTo(49151);
    assertThat(match(pod, "web")).isEqualTo(Match.NOT_SELECTED);
  }

  @Test
  void aServiceWithoutSelectorMatchesByTheUidInItsEndpointSlices() {
    ServiceView web = service("web").selector(Map.of()).port(80, 8080).build();
    Subject pointed = pod().service(web).endpointOf("web");
    assertThat(pointed.inbound().path("port").asInt()).isEqualTo(8080);
    assertThat(match(pointed, "web")).isEqualTo(Match.ENDPOINT);
    assertThat(match(pod().service(web), "web")).isEqualTo(Match.NO_ENDPOINT);
  }

  @Test
  void anEndpointSliceDoesNotOverruleASelector() {
    Subject pod =
        pod()
            .service(service("web").selector(Map.of("app", "other")).port(80, 8080).build())
            .endpointOf("web");
    assertThat(match(pod, "web")).isEqualTo(Match.NOT_SELECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"enabled", "true", "yes"})
  void anIgnoredServiceGivesNone(String value) {
    Subject pod =
        pod().service(service("web").annotation("kuma.io/ignore", value).port(80, 8080).build());
    assertThat(match(pod, "web")).isEqualTo(Match.IGNORED);
    assertThat(pod.inbound().path("port").asInt()).isEqualTo(49151);
  }

  @ParameterizedTest
  @ValueSource(strings = {"disabled", "false", "no", "nonsense", "True", ""})
  void aServiceThatDoesNotAskToBeIgnoredIsNot(String value) {
    Subject pod =
        pod().service(service("web").annotation("kuma.io/ignore", value).port(80, 8080).build());
    assertThat(pod.inbound().path("port").asInt()).isEqualTo(8080);
  }

  @Test
  void anExternalNameGivesNoneEvenWithASelector() {
    Subject pod = pod().service(service("web").type("ExternalName").port(80, 8080).build());
    assertThat(pod.inbound().path("port").asInt()).isEqualTo(49151);
    assertThat(match(pod, "web")).isEqualTo(Match.EXTERNAL_NAME);
  }

  @Test
  void ignoredSelectorLabelsMakeAPartialMatchAnIgnoredInbound() {
    Subject pod =
        pod()
            .ignoring("hash")
            .label("hash", "new")
            .service(
                service("web")
                    .selector(Map.of("app", "demo", "hash", "old"))
                    .port(80, 8080)
                    .build());
    assertThat(pod.inbound().path("state").asText()).isEqualTo("Ignored");
    assertThat(pod.inbound().path("health")).isEmpty();
    assertThat(match(pod, "web")).isEqualTo(Match.SELECTED_PARTLY);
  }

  @Test
  void aFullMatchIsNotIgnoredBecauseOfIgnoredLabels() {
    Subject pod =
        pod()
            .ignoring("hash")
            .label("hash", "old")
            .service(
                service("web")
                    .selector(Map.of("app", "demo", "hash", "old"))
                    .port(80, 8080)
                    .build());
    assertThat(pod.inbound().has("state")).isFalse();
  }

  @Test
  void ignoredOverrulesNotReady() {
    Subject pod =
        pod()
            .ignoring("hash")
            .status("app", false)
            .service(
                service("web")
                    .selector(Map.of("app", "demo", "hash", "old"))
                    .port(80, 8080)
                    .build());
    assertThat(pod.inbound().path("state").asText()).isEqualTo("Ignored");
  }

  @Test
  void aSelectorOfIgnoredLabelsOnlyMatchesNothing() {
    Subject pod =
        pod()
            .ignoring("hash")
            .service(service("web").selector(Map.of("hash", "old")).port(80, 8080).build());
    assertThat(pod.inbound().path("port").asInt()).isEqualTo(49151);
    assertThat(match(pod, "web")).isEqualTo(Match.ONLY_IGNORED_LABELS);
  }

  @Test
  void onlyTcpPortsCount() {
    Subject pod =
        pod()
            .service(
                service("web")
                    .port("dns", 53, new TargetPort.Numbered(53), "UDP", "")
                    .port(80, 8080)
                    .build());
    assertThat(pod.inbound().path("port").asInt()).isEqualTo(8080);
    assertThat(pod.convert().trace().services().getFirst().ports())
        .containsExactly(
            new PortStep(53, "53", PortFate.NOT_TCP, 0),
            new PortStep(80, "8080", PortFate.INBOUND, 8080));
  }

  @Test
  void aServiceConcernsThePodsThatItSelectsWithOrWithoutTheIgnoredLabels() {
    Subject pod = pod().ignoring("hash");
    DataplaneFactory factory = pod.factory();
    ServiceView partly = service("a").selector(Map.of("app", "demo", "hash", "x")).build();
    ServiceView other = service("b").selector(Map.of("app", "other")).build();
    ServiceView none = service("c").selector(Map.of()).build();
    assertThat(factory.concerns(partly, pod.view().labels())).isTrue();
    assertThat(factory.concerns(other, pod.view().labels())).isFalse();
    assertThat(factory.concerns(none, pod.view().labels())).isFalse();
  }

  private static Match match(Subject pod, String service) {
    return pod.convert().trace().services().stream()
        .filter(step -> step.service().equals(service))
        .findFirst()
        .orElseThrow()
        .match();
  }
}
