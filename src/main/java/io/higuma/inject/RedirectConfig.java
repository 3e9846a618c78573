package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import io.higuma.kuma.yaml.KubernetesYaml;
import java.util.List;
import java.util.TreeMap;

/**
 * Redirect configuration: a ConfigMap merged onto the defaults. Keys that {@code kumactl} does not
 * know are ignored; a value that it would refuse is a violation.
 *
 * @param tree the merged configuration
 * @param configured the values of the ConfigMap, without defaults
 */
record RedirectConfig(ObjectNode tree, ObjectNode configured) {
  private static final String ENABLED = "enabled";

  /** The defaults of {@code kumactl install transparent-proxy}. */
  private static ObjectNode defaults() {
    var tree = JsonNodes.object();
    tree.put("kumaDPUser", "").put("ipFamilyMode", "dualstack");
    var redirect = tree.putObject("redirect");
    flow(redirect.putObject("inbound"), 15006);
    flow(redirect.putObject("outbound"), 15001);
    redirect
        .putObject("dns")
        .put(ENABLED, false)
        .put("port", 15053)
        .put("captureAll", false)
        .put("skipConntrackZoneSplit", false)
        .put("resolvConfigPath", "/etc/resolv.conf");
    redirect.putObject("vnet").putArray("networks");
    tree.putObject("ebpf")
        .put(ENABLED, false)
        .put("instanceIP", "")
        .put("instanceIPEnvVarName", "")
        .put("bpffsPath", "/run/kuma/bpf")
        .put("cgroupPath", "/sys/fs/cgroup")
        .put("programsSourcePath", "/tmp/kuma-ebpf")
        .put("tcAttachIface", "");
    for (var flag :
        List.of("dropInvalidPackets", "verbose", "dryRun", "storeFirewalld", "cniMode")) {
      tree.put(flag, false);
    }
    tree.putObject("log").put(ENABLED, false).put("level", 7);
    tree.put("wait", 5).put("waitInterval", 0);
    tree.putObject("retry").put("maxRetries", 4).put("sleepBetweenRetries", "2s");
    tree.putObject("comments").put("disabled", false);
    tree.putObject("iptablesExecutables")
        .put("iptables", "")
        .put("iptables-save", "")
        .put("iptables-restore", "")
        .put("ip6tables", "")
        .put("ip6tables-save", "")
        .put("ip6tables-restore", "");
    return tree;
  }

  private static void flow(ObjectNode flow, int port) {
    flow.put(ENABLED, true).put("port", port).put("insertRedirectInsteadOfAppend", false);
    for (var list :
        List.of("includePorts", "excludePorts", "excludePortsForUIDs", "excludePortsForIPs")) {
      flow.putArray(list);
    }
  }

  /** Parses the text of a ConfigMap; adds what is invalid to {@code violations}. */
  static RedirectConfig read(String text, List<Violation> violations) {
    var tree = defaults();
    var configured = JsonNodes.object();
    switch (KubernetesYaml.read(text)) {
      case Parsed.Good<KubernetesYaml.Document>(KubernetesYaml.Document document) -> {
        if (document.root() instanceof ObjectNode object) {
          configured = knownKeys(tree, object);
          merge(tree, configured, "", new RedirectValues(violations));
        } else if (!document.root().isNull()) {
          violations.add(
              new Violation(Volumes.REDIRECT_FILE, RedirectValues.BAD, "is not a YAML mapping"));
        }
      }
      case Parsed.Bad<KubernetesYaml.Document>(Violation violation) ->
          violations.add(
              new Violation(
                  Volumes.REDIRECT_FILE,
                  RedirectValues.BAD,
                  "is not YAML: " + violation.message()));
    }
    return new RedirectConfig(tree, configured);
  }

  /** Renames keys to those of {@code known}, ignoring case, as Go's JSON decoder does. */
  private static ObjectNode knownKeys(ObjectNode known, ObjectNode given) {
    var keys = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    known.fieldNames().forEachRemaining(key -> keys.put(key, key));
    var result = JsonNodes.object();
    var sorted = new TreeMap<String, JsonNode>();
    given.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    for (var entry : sorted.entrySet()) {
      var key = keys.getOrDefault(entry.getKey(), entry.getKey());
      var value = entry.getValue();
      var inner = known.get(key) instanceof ObjectNode section ? section : JsonNodes.object();
      result.set(key, value instanceof ObjectNode object ? knownKeys(inner, object) : value);
    }
    return result;
  }

  private static void merge(ObjectNode onto, ObjectNode from, String path, RedirectValues values) {
    for (var entry : from.properties()) {
      var key = entry.getKey();
      var known = onto.get(key);
      var value = entry.getValue();
      if (known == null || value.isNull()) {
        continue;
      }
      var where = path + key;
      if (known instanceof ObjectNode inner && value instanceof ObjectNode given) {
        merge(inner, given, where + ".", values);
      } else {
        values.read(where, known, value).ifPresent(read -> onto.set(key, read));
      }
    }
  }

  /** Whether the ConfigMap has a value at this JSON pointer. */
  boolean isSetAt(String pointer) {
    var node = configured.at(pointer);
    return !node.isMissingNode() && !node.isNull() && !node.asText("x").isEmpty();
  }

  /** A mutable copy, for the values of a Pod. */
  ObjectNode copy() {
    return tree.deepCopy();
  }
}
