package io.higuma.inject;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.settings.Injector;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders {@code kuma-init}, which redirects traffic, and {@code kuma-validation}, which checks the
 * CNI.
 */
final class InitContainer {
  static final String INIT = "kuma-init";
  static final String VALIDATION = "kuma-validation";
  private static final String KUMACTL = "/usr/bin/kumactl";

  private final InjectionContext injection;
  private final PodOptions options;

  InitContainer(InjectionContext injection, PodOptions options) {
    this.injection = injection;
    this.options = options;
  }

  /** {@code kuma-init}, which sets up the redirection with these arguments. */
  ObjectNode init(List<String> arguments) {
    var injector = injection.injector();
    var node = container(INIT, "transparent-proxy");
    node.set("args", JsonNodes.texts(arguments));
    var mounts = JsonNodes.array(List.of(Volumes.tmpMount(Volumes.INIT_TMP)));
    Volumes.redirectMounts(injector, options).forEach(mounts::add);
    if (injector.ebpf().enabled()) {
      node.set("env", ebpfEnvironment());
      node.set(
          "resources",
          ContainerResources.ofEbpf(injector.initContainer().resources(), options.traits()));
      node.set("securityContext", SecurityContexts.ofEbpf(options.traits()));
      mounts.add(JsonNodes.mount(Volumes.CGROUP, injector.ebpf().cgroupPath()));
      mounts.add(
          JsonNodes.mount(Volumes.BPF, injector.ebpf().bpffsPath())
              .put("mountPropagation", "Bidirectional"));
    } else {
      node.set("env", lockFile());
      node.set(
          "resources",
          ContainerResources.of(injector.initContainer().resources(), options.traits()));
      node.set("securityContext", SecurityContexts.ofInit(options.traits()));
    }
    node.set("volumeMounts", mounts);
    return node;
  }

  /** {@code kuma-validation}, which checks the redirection of the CNI plugin. */
  ObjectNode validation(String ipFamilyMode) {
    var injector = injection.injector();
    var sidecar = injector.sidecarContainer();
    var node = container(VALIDATION, "transparent-proxy-validator");
    var arguments = new ArrayList<String>();
    arguments.add("--config-file=/tmp/.kumactl");
    if (injector.transparentProxyConfigMap().isEmpty()) {
      arguments.add("--ip-family-mode=" + ipFamilyMode);
      arguments.add("--validation-server-port=" + sidecar.redirectPortInbound());
    }
    arguments.addAll(Volumes.redirectFiles("--transparent-proxy-config", injector, options));
    node.set("args", JsonNodes.texts(arguments));
    node.set(
        "resources",
        ContainerResources.of(injector.validationContainer().resources(), options.traits()));
    node.set("securityContext", SecurityContexts.ofSidecar(sidecar, options.traits()));
    var mounts = JsonNodes.array(List.of(Volumes.tmpMount(Volumes.SIDECAR_TMP)));
    Volumes.redirectMounts(injector, options).forEach(mounts::add);
    node.set("volumeMounts", mounts);
    return node;
  }

  private ObjectNode container(String name, String command) {
    var node =
        JsonNodes.object()
            .put("name", name)
            .put("image", injection.injector().initContainer().image())
            .put("imagePullPolicy", "IfNotPresent");
    node.set("command", JsonNodes.texts(KUMACTL, "install", command));
    return node;
  }

  /** iptables must write its lock file, and the root file system is read-only. */
  private static ArrayNode lockFile() {
    return JsonNodes.array(
        List.of(
            JsonNodes.object().put("name", "XTABLES_LOCKFILE").put("value", "/tmp/xtables.lock")));
  }

  /** Name of the variable with the Pod's IP address; empty if the settings disable eBPF. */
  static String instanceIpVariable(Injector.Ebpf settings) {
    return settings.enabled() ? settings.instanceIPEnvVarName() : "";
  }

  private ArrayNode ebpfEnvironment() {
    var variable =
        JsonNodes.object().put("name", injection.injector().ebpf().instanceIPEnvVarName());
    variable.putObject("valueFrom").putObject("fieldRef").put("fieldPath", "status.podIP");
    return JsonNodes.array(List.of(variable));
  }
}
