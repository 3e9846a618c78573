package io.higuma.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cluster.client.ApiPath;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.Parsed;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A Pod or a workload of a cluster, as kubectl names them.
 *
 * @param type its kind
 * @param name its name
 */
record WorkloadReference(Type type, String name) {
  private static final String BAD_REFERENCE = "bad_reference";

  /** The kinds whose Pods can be explained. */
  enum Type {
    POD("v1", "Pod", "po"),
    DEPLOYMENT("apps/v1", "Deployment", "deploy"),
    STATEFUL_SET("apps/v1", "StatefulSet", "sts"),
    DAEMON_SET("apps/v1", "DaemonSet", "ds"),
    REPLICA_SET("apps/v1", "ReplicaSet", "rs"),
    JOB("batch/v1", "Job", "job"),
    REPLICATION_CONTROLLER("v1", "ReplicationController", "rc");

    private final String apiVersion;
    private final String kind;
    private final String shortName;

    Type(String apiVersion, String kind, String shortName) {
      this.apiVersion = apiVersion;
      this.kind = kind;
      this.shortName = shortName;
    }

    private String singular() {
      return kind.toLowerCase(Locale.ROOT);
    }

    /** Its API group. */
    ApiPath group() {
      return ApiPath.of(apiVersion).orElseThrow();
    }

    /** Its name in paths of the API. */
    String plural() {
      return singular() + "s";
    }

    /** Whether users name such objects; the others belong to Deployments. */
    boolean isNamedByUsers() {
      return this != REPLICA_SET && this != REPLICATION_CONTROLLER;
    }

    /** Its name on a command line: the short one of kubectl, except for Pods. */
    String usualName() {
      return this == POD ? singular() : shortName;
    }

    private boolean isCalled(String name) {
      return name.equals(singular()) || name.equals(plural()) || name.equals(shortName);
    }

    private static Optional<Type> find(String name) {
      return Arrays.stream(values())
          .filter(type -> type.isCalled(name.toLowerCase(Locale.ROOT)))
          .findFirst();
    }
  }

  /**
   * Parses the words of a command line.
   *
   * @param words {@code deploy/web}, {@code deploy web}, or {@code web} for a Pod
   */
  static Parsed<WorkloadReference> parse(List<String> words) {
    var text = String.join("/", words);
    int slash = text.indexOf('/');
    var type = slash < 0 ? Optional.of(Type.POD) : Type.find(text.substring(0, slash));
    var name = text.substring(slash + 1);
    return type.isEmpty()
        ? Parsed.bad(
            "TYPE",
            BAD_REFERENCE,
            text.substring(0, slash),
            Arrays.stream(Type.values())
                .map(Type::singular)
                .collect(Collectors.joining(", ", "one of: ", "")))
        : KubernetesName.DNS_SUBDOMAIN
            .read("NAME", name)
            .map(valid -> new WorkloadReference(type.get(), valid));
  }

  /** The body of a request about it. */
  ObjectNode query(String namespace) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("apiVersion", type.apiVersion)
        .put("kind", type.kind)
        .put("namespace", namespace)
        .put("name", name);
  }
}
