package io.higuma.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonDiff;
import io.higuma.tls.SelfSigned;
import io.higuma.tls.ServingCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A third-party mutating webhook with a configurable change. */
public final class OtherWebhook implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServingCertificate certificate =
      SelfSigned.create(List.of("localhost", "127.0.0.1"), Clock.systemUTC());
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile Consumer<ObjectNode> change = pod -> {};

  /** Listens, and changes nothing. */
  public OtherWebhook() {
    server =
        HttpsServer.listen(
            vertx,
            certificate,
            request ->
                request
                    .body()
                    .onSuccess(
                        body ->
                            request
                                .response()
                                .putHeader("Content-Type", "application/json")
                                .end(answer(body))));
  }

  /** Sets the change of Pods. */
  public void change(Consumer<ObjectNode> pods) {
    change = pods;
  }

  /** The number of calls. */
  public int calls() {
    return calls.get();
  }

  /**
   * Registers it for Pods, with reinvocation.
   *
   * @param name decides the order of webhooks
   * @param namespace whose Pods
   */
  public void register(KubeApi kube, String name, String namespace) {
    var bundle = certificate.trustAnchorPem().getBytes(StandardCharsets.UTF_8);
    var configuration =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: NAME}
        webhooks:
        - name: NAME.example.com
          admissionReviewVersions: [v1]
          clientConfig: {url: "URL", caBundle: BUNDLE}
          sideEffects: None
          reinvocationPolicy: IfNeeded
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}
          rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
        """
            .replace("NAMESPACE", namespace)
            .replace("NAME", name)
            .replace("URL", kube.urlOf(server.actualPort()).toString())
            .replace("BUNDLE", Base64.getEncoder().encodeToString(bundle));
    kube.kubectlWith(configuration, "apply", "-f", "-").succeeded();
  }

  private Buffer answer(Buffer body) {
    calls.incrementAndGet();
    try {
      var review = JSON.readTree(body.getBytes());
      ObjectNode pod = (ObjectNode) review.at("/request/object");
      ObjectNode changed = pod.deepCopy();
      change.accept(changed);
      return Buffer.buffer(JSON.writeValueAsBytes(answer(review, JsonDiff.asJson(pod, changed))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode answer(JsonNode review, JsonNode patch) throws IOException {
    var answer = JSON.createObjectNode();
    answer.set("apiVersion", review.get("apiVersion"));
    answer.set("kind", review.get("kind"));
    var response = answer.putObject("response").put("allowed", true);
    response.set("uid", review.at("/request/uid"));
    if (!patch.isEmpty()) {
      response.put("patchType", "JSONPatch").put("patch", JSON.writeValueAsBytes(patch));
    }
    return answer;
  }

  @Override
  public void close() {
    Settled.of(20, vertx.close());
  }
}
