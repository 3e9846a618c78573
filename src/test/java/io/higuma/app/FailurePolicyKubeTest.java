package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.higuma.admission.RunningWebhook;
import io.higuma.inject.InjectVectors;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.KumaCluster;
import io.higuma.sandbox.kube.KubeProcess;
import io.higuma.settings.Settings;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.CommandResult;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code failurePolicy} on a real API server while Higuma is unavailable. */
@NeedsKube
@NeedsPackage
class FailurePolicyKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String INJECT = "kuma.io/sidecar-injection=enabled";
  private static LocalKubeApi kube;
  private static ControlPlane higuma;

  /** A failure, its message from the API server, and its recovery. */
  record Fault(String name, Consumer<KubeProcess> begin, String words, Consumer<KubeProcess> end) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Fault> faults() {
    return List.of(
        new Fault("stopped", KubeProcess::kill, "connection refused", KubeProcess::start),
        new Fault("hung", KubeProcess::freeze, "?timeout=2s", KubeProcess::thaw));
  }

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    ClusterSetup.install(kube);
    for (var namespace : List.of("shop", ControlPlane.SYSTEM, "kube-system")) {
      kube.kubectl("create", "namespace", namespace);
      kube.kubectl("label", "namespace", namespace, INJECT).succeeded();
    }
    higuma = ControlPlane.start(kube, Map.of()).awaitReady();
  }

  @AfterAll
  static void stop() {
    higuma.close();
  }

  @ParameterizedTest
  @MethodSource("faults")
  @DisplayName("reliability 19: Pods are refused under Fail and admitted as they are under Ignore")
  void whileHigumaIsUnavailable(Fault fault) {
    register(higuma.webhookPort(), "", "Fail");
    Awaitility.await().atMost(LIMIT).until(() -> create("shop").exitCode() == 0);
    assertThat(initContainers("shop")).containsExactly("kuma-init", "kuma-sidecar");

    fault.begin.accept(higuma.process());
    double refused = metric("rejection_count", "calling_webhook_error");
    var refusal = create("shop");
    assertThat(refusal.exitCode()).isEqualTo(1);
    assertThat(refusal.err()).contains("failed calling webhook", fault.words);
    assertThat(metric("rejection_count", "calling_webhook_error")).isEqualTo(refused + 1);
    podsOutsideOfTheSelectorsAreCreated();

    register(higuma.webhookPort(), "", "Ignore");
    Awaitility.await().atMost(LIMIT).until(() -> create("shop").exitCode() == 0);
    assertThat(initContainers("shop")).isEmpty();
    assertThat(metric("fail_open_count", "kuma-injector")).isPositive();

    fault.end.accept(higuma.process());
    higuma.awaitReady();
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> create("shop").exitCode() == 0 && !initContainers("shop").isEmpty());
  }

  @Test
  @DisplayName("reliability 19: the same of a fault in Higuma, which is counted")
  void whileHigumaHasAFault() {
    var injection = new InjectionContext(Settings.defaults(), true, InjectVectors.caCertificate());
    try (var faulty = RunningWebhook.of(injection, new Faulty())) {
      var pem = RunningWebhook.trustAnchor().getBytes(StandardCharsets.UTF_8);
      var bundle = "caBundle: " + Base64.getEncoder().encodeToString(pem);
      // Not the leader's configuration: the leader would write its own caBundle.
      higuma.process().freeze();
      register(faulty.port(), bundle, "Fail");
      Awaitility.await().atMost(LIMIT).until(() -> isFaulty(create("shop")));
      double before = faults(faulty);
      assertThat(isFaulty(create("shop"))).isTrue();
      assertThat(faults(faulty)).isEqualTo(before + 1);
      podsOutsideOfTheSelectorsAreCreated();

      register(faulty.port(), bundle, "Ignore");
      Awaitility.await().atMost(LIMIT).until(() -> create("shop").exitCode() == 0);
      assertThat(initContainers("shop")).isEmpty();
      assertThat(faults(faulty)).isGreaterThan(before + 1);
    } finally {
      higuma.process().thaw();
    }
  }

  private static final class Faulty extends KumaCluster {
    @Override
    public Optional<NamespaceView> namespace(String name) {
      throw new IllegalStateException("a fault");
    }
  }

  private static boolean isFaulty(CommandResult created) {
    return created.err().contains("Higuma failed to decide about this Pod (IllegalStateException)");
  }

  private static double faults(RunningWebhook webhook) {
    return webhook.meters().get("higuma_admission_faults").counter().count();
  }

  private static void podsOutsideOfTheSelectorsAreCreated() {
    for (var namespace : List.of("kube-system", ControlPlane.SYSTEM)) {
      assertThat(create(namespace).succeeded().err()).isEmpty();
      assertThat(initContainers(namespace)).isEmpty();
    }
  }

  private static void register(int port, String bundle, String policy) {
    ClusterSetup.register(
        kube,
        port,
        bundle,
        chart ->
            chart
                .replace("timeoutSeconds: 10", "timeoutSeconds: 2")
                .replace("failurePolicy: Fail", "failurePolicy: " + policy));
  }

  private static CommandResult create(String namespace) {
    kube.kubectl("delete", "pod", "app", "-n" + namespace, "--now", "--ignore-not-found");
    return kube.kubectl("run", "app", "--image=app", "-n" + namespace, "--labels=" + INJECT);
  }

  private static List<String> initContainers(String namespace) {
    Pod pod = kube.client().pods().inNamespace(namespace).withName("app").get();
    return pod.getSpec().getInitContainers().stream()
        .map(container -> container.getName())
        .toList();
  }

  /** Sum of a webhook counter of the API server, over its lines with this word. */
  private static double metric(String name, String word) {
    return kube.client()
        .raw("/metrics")
        .lines()
        .filter(line -> line.startsWith("apiserver_admission_webhook_" + name))
        .filter(line -> line.contains(word))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
