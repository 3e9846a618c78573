package io.higuma.admission;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.admission.AdmissionResponse.Verdict;
import io.higuma.inject.Decision;
import io.higuma.inject.InjectVectors;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.KumaCluster;
import io.higuma.inject.SidecarInjector;
import io.higuma.settings.Settings;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Benchmark of one injection from request bytes to response bytes: parsing the review, deciding,
 * writing the patch. Without HTTP and TLS.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class InjectionBenchmark {
  /** Size of the Pod. */
  @Param({"small", "typical", "large"})
  public String pod = "typical";

  private final KumaCluster cluster = new KumaCluster();
  private final SidecarInjector injector =
      new SidecarInjector(
          new InjectionContext(Settings.defaults(), true, InjectVectors.caCertificate()));

  private byte[] body;
  private AdmissionRequest.Parsed request;
  private Decision.Inject decision;

  /** Creates the request body. */
  @Setup
  public void prepare() throws IOException {
    body = review(Map.of("small", 1, "typical", 4, "large", 400).get(pod));
    request = (AdmissionRequest.Parsed) AdmissionRequestReader.read(body, WebhookTarget.POD);
    decision = (Decision.Inject) decide();
  }

  /** Parses the request. */
  @Benchmark
  public Object decode() {
    return AdmissionRequestReader.read(body, WebhookTarget.POD);
  }

  /** Decides. */
  @Benchmark
  public Decision decide() {
    return injector.decide(request.pod().orElseThrow(), request.namespace(), cluster);
  }

  /** Writes the response. */
  @Benchmark
  public Buffer encode() {
    var response =
        new AdmissionResponse.Allowed(Verdict.INJECTED, decision.patch(), decision.warnings());
    return AdmissionResponseWriter.write(request.version(), request.uid(), response).body();
  }

  /** All three steps. */
  @Benchmark
  public Buffer wholeCall() {
    request = (AdmissionRequest.Parsed) AdmissionRequestReader.read(body, WebhookTarget.POD);
    decision = (Decision.Inject) decide();
    return encode();
  }

  private static byte[] review(int containers) throws IOException {
    var json = new ObjectMapper();
    var review =
        json.createObjectNode()
            .put("apiVersion", "admission.k8s.io/v1")
            .put("kind", "AdmissionReview");
    var request = review.putObject("request").put("uid", "705ab4f5-6393-11e8-b7cc-42010a800002");
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
    request.put("namespace", "demo").put("operation", "CREATE");
    request.set("object", podWith(json, containers));
    return json.writeValueAsBytes(review);
  }

  private static ObjectNode podWith(ObjectMapper json, int containers) {
    var pod = json.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
    var metadata = pod.putObject("metadata").put("generateName", "shop-5d4f8c7b9-");
    metadata.putObject("labels").put("app", "shop").put("pod-template-hash", "5d4f8c7b9");
    metadata.putObject("annotations").put("kuma.io/sidecar-drain-time", "45s");
    var list = pod.putObject("spec").putArray("containers");
    for (var i = 0; i < containers; i++) {
      var container = list.addObject().put("name", "app-" + i).put("image", "shop:" + i);
      container.putArray("ports").addObject().put("name", "http").put("containerPort", 8080);
      container
          .putObject("readinessProbe")
          .putObject("httpGet")
          .put("path", "/ready")
          .put("port", "http");
      container.putObject("livenessProbe").putObject("tcpSocket").put("port", 8080);
      var env = container.putArray("env");
      for (var j = 0; j < 12; j++) {
        env.addObject().put("name", "VARIABLE_" + j).put("value", "value of variable " + j);
      }
      container
          .putArray("volumeMounts")
          .addObject()
          .put("name", "kube-api-access-x1y2z")
          .put("mountPath", "/var/run/secrets/kubernetes.io/serviceaccount")
          .put("readOnly", true);
    }
    return pod;
  }
}
