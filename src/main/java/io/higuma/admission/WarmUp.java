package io.higuma.admission;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.admission.AdmissionResponse.Verdict;
import io.higuma.inject.Decision;
import io.higuma.inject.Surroundings;
import io.higuma.kuma.Labels;
import io.higuma.loop.LoopSupervisor;
import io.higuma.patch.NamedPatch;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Warms up the JIT compiler with repeated injections of a synthetic Pod: in the interpreter, a Pod
 * of a megabyte takes too long. Uses neither the cluster nor metrics. Does nothing in a native
 * executable.
 */
final class WarmUp {
  private static final int ROUNDS = 40;
  private static final int CONTAINERS = 40;
  private static final int VARIABLES = 20;
  private static final int VOLUMES = 1_000;

  private WarmUp() {}

  /** Starts in the background, while requests are served. */
  static void start(DecisionRules rules, LoopSupervisor loops) {
    if (System.getProperty("org.graalvm.nativeimage.imagecode") == null) {
      loops.platformTask("warm-up", () -> run(rules));
    }
  }

  private static void run(DecisionRules rules) {
    var body = syntheticReview().toString().getBytes(StandardCharsets.UTF_8);
    for (var round = 0; round < ROUNDS; round++) {
      round(rules, body);
    }
  }

  /** Returns the response to the synthetic request. */
  static Buffer round(DecisionRules rules, byte[] body) {
    if (!(AdmissionRequestReader.read(body, WebhookTarget.POD)
            instanceof AdmissionRequest.Parsed request)
        || request.pod().isEmpty()) {
      throw new IllegalStateException("the synthetic request cannot be parsed");
    }
    return switch (rules
        .injector()
        .decide(request.pod().get(), request.namespace(), new SyntheticCluster())) {
      case Decision.Inject inject ->
          write(
              request,
              new AdmissionResponse.Allowed(Verdict.INJECTED, inject.patch(), inject.warnings()));
      case Decision.Skip skip -> write(request, AdmissionResponse.allowed(skip.warnings()));
      case Decision.Reject reject ->
          write(
              request,
              AdmissionResponse.denied(AdmissionResponse.Status.FORBIDDEN, reject.message()));
    };
  }

  private static Buffer write(AdmissionRequest.Parsed request, AdmissionResponse response) {
    return AdmissionResponseWriter.write(request.version(), request.uid(), response).body();
  }

  /** The synthetic AdmissionReview. */
  static ObjectNode syntheticReview() {
    var review =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", "admission.k8s.io/v1")
            .put("kind", "AdmissionReview");
    var request = review.putObject("request").put("uid", "warm-up");
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
    request.put("namespace", "warm-up").put("operation", "CREATE");
    var pod = request.putObject("object").put("apiVersion", "v1").put("kind", "Pod");
    var metadata = pod.putObject("metadata").put("generateName", "warm-up-");
    metadata.putObject("labels").put("app", "warm-up");
    metadata.putObject("annotations").put("kuma.io/sidecar-drain-time", "45s");
    var spec = pod.putObject("spec");
    var containers = spec.putArray("containers");
    for (var i = 0; i < CONTAINERS; i++) {
      var container = containers.addObject().put("name", "c" + i).put("image", "warm-up:1");
      container.putObject("readinessProbe").putObject("httpGet").put("path", "/").put("port", 80);
      var env = container.putArray("env");
      for (var j = 0; j < VARIABLES; j++) {
        env.addObject().put("name", "V" + j).put("value", "warm-up");
      }
    }
    var volumes = spec.putArray("volumes");
    for (var i = 0; i < VOLUMES; i++) {
      volumes.addObject().put("name", "v" + i).putObject("emptyDir");
    }
    return review;
  }

  /** A synthetic cluster in which every Pod is injected. */
  private record SyntheticCluster() implements Surroundings {
    @Override
    public Optional<NamespaceView> namespace(String name) {
      return Optional.of(new NamespaceView(Map.of(Labels.SIDECAR_INJECTION, "enabled"), Map.of()));
    }

    @Override
    public boolean meshExists(String name) {
      return true;
    }

    @Override
    public Optional<NamedPatch> containerPatch(String name) {
      return Optional.of(new NamedPatch(name, "", List.of(), List.of()));
    }

    @Override
    public Optional<String> redirectConfig(String configMap) {
      return Optional.of("{}");
    }

    @Override
    public List<SelectingService> services(String namespace) {
      return List.of();
    }

    @Override
    public Set<String> dataplaneMeshes(String namespace) {
      return Set.of();
    }
  }
}
