package io.higuma.cli;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.api.ApiDoor;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A control plane on an API server whose namespace {@code shop} is injected: Deployments {@code
 * web} and {@code own}, a Pod that is older than the webhook, one that does not want a sidecar, and
 * one in a namespace that is not injected.
 */
record ShopCluster(LocalKubeApi kube, ControlPlane controlPlane) implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(60);
  static final YAMLMapper YAML = new YAMLMapper();

  static final String LABELLED =
      "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {kuma.io/sidecar-injection:"
          + " enabled}}}";

  static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
              - name: app
                image: shop
                env: [{name: PASSWORD, value: hidden-from-viewers}]
      """;

  static ShopCluster start(LocalKubeApi kube) {
    ControlPlane.install(kube);
    apply(kube, LABELLED);
    apply(kube, "{apiVersion: v1, kind: Namespace, metadata: {name: plain}}");
    kube.kubectl("apply", "-f", "src/main/kubernetes/rbac-config-api.yaml").succeeded();
    bind(kube, "higuma-inspector", KubeUser.OPERATOR);
    bind(kube, "higuma-config-editor", KubeUser.OPERATOR);
    bind(kube, "higuma-config-viewer", KubeUser.DEVELOPER);
    pod(kube, "shop", "early", "{}");
    var controlPlane =
        ControlPlane.start(kube, Map.of("KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", "false"))
            .awaitReady()
            .register();
    return new ShopCluster(kube, controlPlane);
  }

  /** Lets Pods come. */
  void fill() {
    ApiDoor.open(controlPlane.server().api());
    kube.startControllers();
    apply(kube, WEB);
    apply(
        kube,
        WEB.replace("name: web", "name: own")
            .replace("app: web", "app: own")
            .replace(
                "{labels: {app: own}}",
                "{labels: {app: own}, annotations: {kuma.io/container-patches: ''}}"));
    pod(kube, "plain", "lonely", "{}");
    pod(kube, "shop", "aside", "{kuma.io/sidecar-injection: disabled}");
    Awaitility.await().atMost(SOON).until(() -> injected(kube) == 2);
  }

  private static long injected(LocalKubeApi kube) {
    return kube.client().pods().inNamespace("shop").list().getItems().stream()
        .filter(pod -> pod.getMetadata().getAnnotations() != null)
        .filter(pod -> pod.getMetadata().getAnnotations().containsKey("kuma.io/sidecar-injected"))
        .count();
  }

  private static void apply(LocalKubeApi kube, String yaml) {
    kube.kubectlWith(yaml, "apply", "-f", "-").succeeded();
  }

  private static void bind(LocalKubeApi kube, String role, KubeUser user) {
    kube.kubectl(
            "create",
            "clusterrolebinding",
            role,
            "--clusterrole=" + role,
            "--group=" + user.groups().getFirst())
        .succeeded();
  }

  private static void pod(LocalKubeApi kube, String namespace, String name, String labels) {
    apply(
        kube,
        ("{apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s, labels: %s}, spec:"
                + " {containers: [{name: app, image: app}]}}")
            .formatted(name, namespace, labels));
  }

  void apply(String yaml) {
    apply(kube, yaml);
  }

  static RequestSpecification operator() {
    return given().auth().oauth2(KubeUser.OPERATOR.token()).contentType(ContentType.JSON);
  }

  static ValidatableResponse inventory(String namespace) {
    return operator().queryParam("namespace", namespace).get("/inventory").then().statusCode(200);
  }

  static String json(String yaml) throws IOException {
    return YAML.readTree(yaml).toString();
  }

  static String stateOf(String pod) {
    return "pods.find { it.name.startsWith('" + pod + "') }.injection.";
  }

  static String nameOf(String prefix) {
    return inventory("shop")
        .extract()
        .path("pods.find { it.name.startsWith('" + prefix + "-') }.name");
  }

  @Override
  public void close() {
    controlPlane.close();
  }
}
