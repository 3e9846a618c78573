package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.settings.Probe;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Renders the container {@code kuma-sidecar}. */
final class SidecarContainer {
  static final String NAME = "kuma-sidecar";
  private static final String READY_PATH = "/ready";
  private static final String LIFECYCLE = "lifecycle";

  private final InjectionContext injection;
  private final PodOptions options;
  private final String mesh;

  SidecarContainer(InjectionContext injection, PodOptions options, String mesh) {
    this.injection = injection;
    this.options = options;
    this.mesh = mesh;
  }

  /**
   * Renders the container without ContainerPatches.
   *
   * @param tokenMount mount of the service account token; empty if the Pod has none
   */
  ObjectNode build(Optional<JsonNode> tokenMount) {
    var container = injection.injector().sidecarContainer();
    var node = JsonNodes.object().put("name", NAME).put("image", container.image());
    node.put("imagePullPolicy", "IfNotPresent");
    if (injection.nativeSidecars()) {
      node.put("restartPolicy", "Always");
    }
    node.set("args", arguments());
    node.set("env", SidecarEnvironment.of(injection, options, mesh));
    node.set("resources", ContainerResources.ofSidecar(container.resources(), options.traits()));
    lifecycle(node);
    node.set("livenessProbe", probe(container.livenessProbe()));
    node.set("readinessProbe", probe(container.readinessProbe()));
    if (injection.nativeSidecars()) {
      node.set("startupProbe", probe(container.startupProbe()));
    }
    node.set("securityContext", SecurityContexts.ofSidecar(container, options.traits()));
    node.set("volumeMounts", mounts(tokenMount));
    return node;
  }

  private ArrayNode arguments() {
    var arguments = JsonNodes.texts("run", "--log-level=info");
    var concurrency = concurrency();
    if (concurrency > 0) {
      arguments.add("--concurrency=" + concurrency);
    }
    Volumes.redirectFiles("--transparent-proxy-config", injection.injector(), options)
        .forEach(arguments::add);
    return arguments;
  }

  /** The Pod's annotation, else the whole CPUs of the limit, at least 2; 0 omits the argument. */
  private long concurrency() {
    return options
        .sidecar()
        .concurrency()
        .orElseGet(() -> cpuLimit().isEmpty() ? 0 : Math.max(cpuLimit().getAsLong() / 1000, 2));
  }

  /**
   * The CPU limit in thousandths of a CPU: the lower one of the configured limit and the Pod-level
   * limit. The configured limit sets the number of threads even if Pod-level resources replace it.
   */
  private OptionalLong cpuLimit() {
    var limit = injection.injector().sidecarContainer().resources().limits().cpu();
    var configured = limit.isZero() ? OptionalLong.empty() : OptionalLong.of(limit.milliValue());
    return LongStream.concat(configured.stream(), options.traits().cpuLimit().stream()).min();
  }

  /**
   * A native sidecar stops after the application, so its {@code preStop} hook only starts the
   * drain.
   */
  private void lifecycle(ObjectNode node) {
    if (injection.nativeSidecars()) {
      node.putObject(LIFECYCLE)
          .putObject("preStop")
          .putObject("exec")
          .set("command", JsonNodes.texts("killall", "-USR2", "kuma-dp"));
    } else if (options.sidecar().waitForDataplaneReady()) {
      node.putObject(LIFECYCLE)
          .putObject("postStart")
          .putObject("exec")
          .set(
              "command",
              JsonNodes.texts(
                  "kuma-dp", "wait", "--url", "http://localhost:" + probePort() + READY_PATH));
    }
  }

  private ObjectNode probe(Probe settings) {
    var probe = JsonNodes.object();
    probe.putObject("httpGet").put("path", READY_PATH).put("port", probePort());
    return probe
        .put("initialDelaySeconds", settings.initialDelaySeconds())
        .put("timeoutSeconds", settings.timeoutSeconds())
        .put("periodSeconds", settings.periodSeconds())
        .put("successThreshold", settings.successThreshold())
        .put("failureThreshold", settings.failureThreshold());
  }

  /** If the admin interface is a Unix socket, a separate readiness port answers the probes. */
  private int probePort() {
    var bootstrap = injection.settings().bootstrapServer().params();
    if (bootstrap.envoyAdminUnixSocket()) {
      return bootstrap.readinessPort();
    }
    return options.sidecar().adminPort(bootstrap);
  }

  private ArrayNode mounts(Optional<JsonNode> tokenMount) {
    var injector = injection.injector();
    var mounts = JsonNodes.array(List.of(Volumes.tmpMount(Volumes.SIDECAR_TMP)));
    Volumes.redirectMounts(injector, options).forEach(mounts::add);
    if (options.sidecar().spire()) {
      mounts.add(JsonNodes.readOnlyMount(Volumes.SPIRE, injector.spire().mountPath()));
    }
    tokenMount.ifPresent(mounts::add);
    return mounts;
  }
}
