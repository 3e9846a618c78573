package io.higuma.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The addresses of the sandbox, and example commands. */
record Hints(SandboxApi api, Ports ports, Path home) {

  List<String> addresses() {
    List<String> lines = new ArrayList<>();
    lines.add("Kubernetes API  " + api.url() + "  (" + api.what() + ")");
    lines.add("kubeconfig      " + api.kubeconfig());
    lines.add("webhook         https://127.0.0.1:" + ports.webhook() + "/inject-sidecar");
    lines.add("metrics         http://127.0.0.1:" + ports.diagnostics() + "/metrics");
    lines.add("health          http://127.0.0.1:" + ports.diagnostics() + "/ready");
    lines.add("config API      " + configApi() + "/config");
    lines.add("page            " + page());
    lines.addAll(ports.notes());
    return lines;
  }

  /** The URL of the page for browsers. */
  String page() {
    return configApi() + "/gui";
  }

  String configApi() {
    return "http://127.0.0.1:" + ports.http();
  }

  /**
   * Commands that can be copied.
   *
   * @param pod a running Pod of the bookstore
   */
  List<String> commands(String pod) {
    var higuma = higuma();
    var cluster = "KUBECONFIG=" + api.kubeconfig() + " " + higuma;
    var url = " --url " + configApi();
    return List.of(
        "Try next, in another terminal:",
        "  %s explain pod %s -n bookstore%s".formatted(cluster, pod, url),
        "  %s config set sidecarContainer.waitForDataplaneReady=true --dry-run%s"
            .formatted(cluster, url),
        "  %s inject -o diff %s"
            .formatted(higuma, home.resolve("examples/container-patch/patch-and-pod.yaml")),
        "Ctrl-C ends everything and deletes all files.");
  }

  private String higuma() {
    return home.toString().isEmpty() ? "./higuma" : home.resolve("higuma").toString();
  }
}
