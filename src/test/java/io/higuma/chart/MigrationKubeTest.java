package io.higuma.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the commands of {@code docs/migration-from-kuma.md} with an installed Kuma. */
@NeedsKube
class MigrationKubeTest {
  private static final Page PAGE = Page.read("migration-from-kuma.md");
  private static final String KUMA = "src/test/resources/kuma-installed.yaml";
  private static final String CRDS = "helm/higuma/crds";
  private static final String MUTATING = "-admission-mutating-webhook-configuration";

  private LocalKubeApi kube;

  @BeforeEach
  void installKuma(LocalKubeApi api) {
    kube = api;
    kube.kubectl("apply", "-f", CRDS, "-f", "src/test/resources/foreign-kinds.yaml").succeeded();
    kube.kubectl("wait", "--for=condition=Established", "crd", "--all").succeeded();
    kube.kubectl("apply", "-f", KUMA).succeeded();
    kube.kubectl("create", "namespace", "shop").succeeded();
  }

  @Test
  void besideKumaAndBackLeavesKumaAsItWas() throws Exception {
    Map<String, String> kumas = versions();
    assertThat(kumas).hasSizeGreaterThan(8);
    List<String> install = PAGE.commands("Side by side");
    Page.run(kube, install.getFirst());
    assertThat(versions()).isEqualTo(kumas);
    assertThat(namespacesOfInjector("higuma")).contains("\"shop\"");
    install.subList(1, install.size()).forEach(command -> Page.run(kube, command));
    assertThat(namespacesOfInjector("higuma")).doesNotContain("\"shop\"");
    assertThat(versions()).isEqualTo(kumas);
    List<String> back = PAGE.commands("Back");
    back.forEach(command -> Page.run(kube, command));
    assertThat(versions()).isEqualTo(kumas);
    assertThat(named("deployments", "higuma")).isEmpty();
    assertThat(named("mutatingwebhookconfigurations", "higuma")).isEmpty();
  }

  @Test
  void sidecarsGoOnTalkingToKuma() throws Exception {
    Page.run(kube, PAGE.commands("Side by side").getFirst());
    JsonNode config = json("configmap", "higuma-control-plane-config");
    JsonNode settings = ValueSet.objects(config.at("/data/config.yaml").asText()).getFirst();
    assertThat(settings.at("/runtime/kubernetes/controlPlaneServiceName").asText())
        .isEqualTo("kuma-control-plane");
    String ca = settings.at("/runtime/kubernetes/injector/caCertFile").asText();
    JsonNode pod = json("deployment", "higuma-control-plane").at("/spec/template/spec");
    JsonNode mount = find(pod.at("/containers/0/volumeMounts"), "tls-ca");
    assertThat(ca).isEqualTo(mount.path("mountPath").asText() + "/ca.crt");
    assertThat(find(pod.path("volumes"), "tls-ca").at("/secret/secretName").asText())
        .isEqualTo("kuma-tls-cert");
  }

  /** The API server calls webhooks in order of the names of their configurations. */
  @Test
  void higumaIsCalledFirst() {
    Page.run(kube, PAGE.commands("Side by side").getFirst());
    assertThat(named("mutatingwebhookconfigurations", ""))
        .containsExactly("higuma" + MUTATING, "kuma" + MUTATING);
  }

  @Test
  void insteadOfKumaTakesOnlyItsInjectionAway() throws Exception {
    Page.run(kube, PAGE.commands("Side by side").getFirst());
    PAGE.commands("Instead").forEach(command -> Page.run(kube, command));
    assertThat(named("mutatingwebhookconfigurations", "")).containsExactly("higuma" + MUTATING);
    assertThat(named("deployments", "")).contains("kuma-control-plane");
    assertThat(named("services", "")).contains("kuma-control-plane");
  }

  @Test
  void afterTheSwapHigumaHasTheAddressAndTheCertificateThatSidecarsKnow() throws Exception {
    PAGE.commands("Side by side").forEach(command -> Page.run(kube, command));
    kube.kubectl(
            "create",
            "secret",
            "generic",
            "sidecars-tls-cert",
            "-nkuma-system",
            "--from-literal=ca.crt=authority")
        .succeeded();
    // As 'helm uninstall kuma' does.
    kube.kubectl(
            "delete", "service,deployment,serviceaccount", "kuma-control-plane", "-nkuma-system")
        .succeeded();
    for (String command : PAGE.commands("Swap")) {
      Page.run(kube, command.replace("$CA", "a3VtYQ=="));
    }
    JsonNode service = json("service", "kuma-control-plane");
    assertThat(service.at("/spec/selector/app").asText()).isEqualTo("higuma-control-plane");
    assertThat(find(service.at("/spec/ports"), "dp-server").path("port").asInt()).isEqualTo(5678);
    JsonNode pod = json("deployment", "higuma-control-plane").at("/spec/template/spec");
    assertThat(find(pod.path("volumes"), "tls-cert").at("/secret/secretName").asText())
        .isEqualTo("sidecars-tls-cert");
    JsonNode injector = json("mutatingwebhookconfiguration", "higuma" + MUTATING);
    assertThat(injector.at("/webhooks/0/clientConfig/service/name").asText())
        .isEqualTo("kuma-control-plane");
    assertThat(injector.at("/webhooks/0/clientConfig/caBundle").asText()).isEqualTo("a3VtYQ==");
  }

  private String namespacesOfInjector(String name) throws IOException {
    return json("mutatingwebhookconfiguration", name + MUTATING)
        .at("/webhooks/0/namespaceSelector")
        .toString();
  }

  private JsonNode json(String kind, String name) throws IOException {
    return new ObjectMapper()
        .readTree(kube.kubectl("get", kind, name, "-nkuma-system", "-ojson").succeeded().out());
  }

  private List<String> named(String kind, String start) {
    return kube.kubectl("get", kind, "-nkuma-system", "-ojsonpath={.items[*].metadata.name}")
        .succeeded()
        .out()
        .lines()
        .flatMap(line -> List.of(line.split(" ", -1)).stream())
        .filter(name -> !name.isEmpty() && name.startsWith(start))
        .toList();
  }

  private static JsonNode find(JsonNode list, String name) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(each -> each.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Kuma's objects, with the version that every write changes. */
  private Map<String, String> versions() throws IOException {
    String all = kube.kubectl("get", "-f", KUMA, "-f", CRDS, "-ojson").succeeded().out();
    Map<String, String> versions = new TreeMap<>();
    for (JsonNode object : new ObjectMapper().readTree(all).path("items")) {
      JsonNode metadata = object.path("metadata");
      boolean definition = object.path("kind").asText().equals("CustomResourceDefinition");
      versions.put(
          object.path("kind").asText() + " " + metadata.path("name").asText(),
          metadata.path(definition ? "generation" : "resourceVersion").asText());
    }
    return versions;
  }
}
