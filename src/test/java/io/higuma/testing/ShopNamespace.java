package io.higuma.testing;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * A namespace with Pods in all states: {@code web-…} and {@code own-…} of Deployments are injected,
 * {@code early} was created before the webhook, {@code aside} opts out. In another namespace,
 * {@code lonely} is not selected.
 */
public final class ShopNamespace {
  /** The namespace. */
  public static final String NAME = "shop";

  /** The manifest of the namespace. */
  public static final String NAMESPACE =
      "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {kuma.io/sidecar-injection:"
          + " enabled}}}";

  /** A Deployment in it. */
  public static final String WEB =
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

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Marker ConfigMap: exists when all objects are created. */
  private static final String COMPLETE = "complete";

  private final TestedControlPlane controlPlane;

  private ShopNamespace(TestedControlPlane controlPlane) {
    this.controlPlane = controlPlane;
  }

  /** Creates missing objects; can be called by any test first. */
  public static ShopNamespace ensure(TestedControlPlane controlPlane) {
    var shop = new ShopNamespace(controlPlane.awaitReady());
    if (shop.kube().client().configMaps().inNamespace(NAME).withName(COMPLETE).get() == null) {
      shop.createObjects();
    }
    return shop;
  }

  private void createObjects() {
    apply(NAMESPACE);
    apply("{apiVersion: v1, kind: Namespace, metadata: {name: plain}}");
    pod(NAME, "early", "{}");
    controlPlane.register();
    kube().startControllers();
    apply(WEB);
    apply(unpatched("own"));
    pod("plain", "lonely", "{}");
    pod(NAME, "aside", "{kuma.io/sidecar-injection: disabled}");
    Awaitility.await().atMost(TIMEOUT).until(() -> injected() == 2);
    var marker = new ConfigMapBuilder().withNewMetadata().withName(COMPLETE).endMetadata().build();
    kube().client().configMaps().inNamespace(NAME).resource(marker).create();
  }

  /** {@link #WEB} with another name, without the ContainerPatches of the settings. */
  public static String unpatched(String name) {
    return WEB.replace("name: web", "name: " + name)
        .replace("app: web", "app: " + name)
        .replace(
            "{labels: {app: " + name + "}}",
            "{labels: {app: " + name + "}, annotations: {kuma.io/container-patches: ''}}");
  }

  private long injected() {
    return pods().stream()
        .flatMap(pod -> Optional.ofNullable(pod.getMetadata().getAnnotations()).stream())
        .filter(annotations -> annotations.containsKey("kuma.io/sidecar-injected"))
        .count();
  }

  private List<Pod> pods() {
    return kube().client().pods().inNamespace(NAME).list().getItems();
  }

  private LocalKubeApi kube() {
    return controlPlane.kube();
  }

  /** Applies a manifest. */
  public void apply(String yaml) {
    kube().kubectlWith(yaml, "apply", "-f", "-").succeeded();
  }

  private void pod(String namespace, String name, String labels) {
    apply(
        ("{apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s, labels: %s}, spec:"
                + " {containers: [{name: app, image: app}]}}")
            .formatted(name, namespace, labels));
  }

  /** The name of the Pod of this Deployment. */
  public String podOf(String deployment) {
    return pods().stream()
        .map(pod -> pod.getMetadata().getName())
        .filter(name -> name.startsWith(deployment + "-"))
        .findAny()
        .orElseThrow();
  }
}
