package io.higuma.inject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Annotations;
import io.higuma.settings.Injector;
import java.util.ArrayList;
import java.util.List;

/** Renders the volumes that injection adds, and their mounts. */
final class Volumes {
  static final String INIT_TMP = "kuma-init-tmp";
  static final String SIDECAR_TMP = "kuma-sidecar-tmp";
  static final String SPIRE = "kuma-spire-agent-socket";
  static final String REDIRECT_BASE = "transparent-proxy-base";
  static final String REDIRECT_CUSTOM = "transparent-proxy-custom";
  static final String CGROUP = "sys-fs-cgroup";
  static final String BPF = "bpf-fs";
  static final String REDIRECT_BASE_PATH = "/tmp/transparent-proxy/base";
  static final String REDIRECT_CUSTOM_PATH = "/tmp/transparent-proxy/custom";
  static final String REDIRECT_FILE = "config.yaml";
  private static final String TMP = "/tmp";

  private Volumes() {}

  /** All volumes, in the order in which they are appended to the Pod's own. */
  static List<ObjectNode> of(Injector injector, PodOptions options) {
    var volumes = new ArrayList<ObjectNode>();
    volumes.add(emptyDir(INIT_TMP));
    volumes.add(emptyDir(SIDECAR_TMP));
    if (options.sidecar().spire()) {
      var spire = named(SPIRE);
      spire.putObject("csi").put("driver", "csi.spiffe.io").put("readOnly", true);
      volumes.add(spire);
    }
    if (!injector.transparentProxyConfigMap().isEmpty()) {
      volumes.add(redirectBase());
      options.redirect().customConfigMap().ifPresent(name -> volumes.add(redirectCustom(name)));
    }
    if (injector.ebpf().enabled()) {
      volumes.add(hostPath(CGROUP, injector.ebpf().cgroupPath()));
      volumes.add(hostPath(BPF, injector.ebpf().bpffsPath()));
    }
    return volumes;
  }

  static ObjectNode tmpMount(String volume) {
    return JsonNodes.mount(volume, TMP);
  }

  /** The mounts of the redirect configuration; empty with redirection by flags. */
  static List<ObjectNode> redirectMounts(Injector injector, PodOptions options) {
    var mounts = new ArrayList<ObjectNode>();
    if (!injector.transparentProxyConfigMap().isEmpty()) {
      mounts.add(JsonNodes.readOnlyMount(REDIRECT_BASE, REDIRECT_BASE_PATH));
      options
          .redirect()
          .customConfigMap()
          .ifPresent(
              _ -> mounts.add(JsonNodes.readOnlyMount(REDIRECT_CUSTOM, REDIRECT_CUSTOM_PATH)));
    }
    return mounts;
  }

  /**
   * {@code flag=file} for each file of the redirect configuration; empty with redirection by flags.
   */
  static List<String> redirectFiles(String flag, Injector injector, PodOptions options) {
    var arguments = new ArrayList<String>();
    if (!injector.transparentProxyConfigMap().isEmpty()) {
      arguments.add(flag + "=" + REDIRECT_BASE_PATH + "/" + REDIRECT_FILE);
      options
          .redirect()
          .customConfigMap()
          .ifPresent(_ -> arguments.add(flag + "=" + REDIRECT_CUSTOM_PATH + "/" + REDIRECT_FILE));
    }
    return arguments;
  }

  private static ObjectNode emptyDir(String name) {
    var volume = named(name);
    volume.putObject("emptyDir").put("sizeLimit", "10M");
    return volume;
  }

  private static ObjectNode hostPath(String name, String path) {
    var volume = named(name);
    volume.putObject("hostPath").put("path", path);
    return volume;
  }

  /** Mounts the configuration from the annotation of the Pod. */
  private static ObjectNode redirectBase() {
    var volume = named(REDIRECT_BASE);
    volume
        .putObject("downwardAPI")
        .putArray("items")
        .addObject()
        .put("path", REDIRECT_FILE)
        .putObject("fieldRef")
        .put("fieldPath", "metadata.annotations['" + Annotations.TRANSPARENT_PROXY_CONFIG + "']");
    return volume;
  }

  private static ObjectNode redirectCustom(String configMap) {
    var volume = named(REDIRECT_CUSTOM);
    volume.putObject("configMap").put("name", configMap);
    return volume;
  }

  private static ObjectNode named(String name) {
    return JsonNodes.object().put("name", name);
  }
}
