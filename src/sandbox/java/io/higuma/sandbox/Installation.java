package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.Progress;
import io.higuma.cluster.client.ApiPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Installs what the chart installs and the sandbox needs. */
final class Installation {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: first, namespace: default, labels: {kuma.io/sidecar-injection: enabled}}
      spec: {containers: [{name: first, image: first}]}
      """;
  private static final Path DEFINITIONS = Path.of("helm", "higuma", "crds");
  private static final Path WEBHOOKS = Path.of("src", "main", "kubernetes", "webhooks.yaml");

  private final SandboxApi api;
  private final Path home;
  private final Progress progress;

  /**
   * Creates an installer.
   *
   * @param home the source checkout
   * @param progress shows what is waited for
   */
  Installation(SandboxApi api, Path home, Progress progress) {
    this.api = api;
    this.home = home;
    this.progress = progress;
  }

  /** Creates Kuma's CRDs, the namespaces and a Node. */
  void prepare() throws IOException, InterruptedException {
    List<ObjectNode> documents = new ArrayList<>();
    try (Stream<Path> files = Files.list(home.resolve(DEFINITIONS))) {
      for (var file : files.sorted().toList()) {
        documents.addAll(Documents.read(file));
      }
    }
    documents.addAll(
        Documents.parse(
            """
            {apiVersion: v1, kind: Namespace, metadata: {name: default}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: kuma-system}}
            ---
            {apiVersion: v1, kind: Node, metadata: {name: %s}}
            """
                .formatted(Kubelet.NODE)));
    create(documents);
    Polling.until("Kuma's kinds are known", this::knowsKinds, progress);
  }

  private boolean knowsKinds() throws IOException, InterruptedException {
    return api.rest()
        .get(ApiPath.kuma())
        .filter(group -> group.path("resources").size() >= 3)
        .isPresent();
  }

  /** Creates the chart's webhook configurations, with this port instead of a Service. */
  void register(int port) throws IOException, InterruptedException {
    var documents = Documents.read(home.resolve(WEBHOOKS));
    for (var document : documents) {
      for (var hook : document.path("webhooks")) {
        var client = (ObjectNode) hook.path("clientConfig");
        var path = client.at("/service/path").asText();
        client.removeAll();
        client.put("url", "https://127.0.0.1:" + port + path);
      }
    }
    create(documents);
    Polling.until("the webhooks are trusted", this::isTrusted, progress);
    Polling.until("the webhooks are called", this::areCalled, progress);
  }

  /** The API server reads webhook configurations with a delay; until then it skips them. */
  private boolean areCalled() throws IOException, InterruptedException {
    var answer =
        api.rest()
            .create(
                ApiPath.core().namespace("default").resource("pods").with("dryRun", "All"),
                Documents.parse(POD).getFirst());
    return answer.body().toString().contains("\"kuma-sidecar\"");
  }

  /** Whether the control plane has written the caBundle. */
  private boolean isTrusted() throws IOException, InterruptedException {
    var hooks = ApiPath.group("admissionregistration.k8s.io", "v1");
    for (var plural : List.of("mutatingwebhookconfigurations", "validatingwebhookconfigurations")) {
      for (var configuration : api.rest().list(hooks.resource(plural))) {
        for (JsonNode hook : configuration.path("webhooks")) {
          if (hook.at("/clientConfig/caBundle").asText("").isEmpty()) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private void create(List<ObjectNode> documents) throws IOException, InterruptedException {
    var refused = new Documents(api.rest()).create(documents);
    if (!refused.isEmpty()) {
      throw new IOException("not installed: " + refused);
    }
  }
}
