package io.higuma.dataplane;

import io.higuma.kuma.Violation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One thing that stands in the way of a Dataplane, or that its user should know.
 *
 * @param code what kind of problem
 * @param pod the Pod, {@code namespace/name}
 * @param service the Service; empty if no Service is involved
 * @param port the Service's port; empty if no port is involved
 * @param path where: an annotation's key or a path in the spec; empty where the Service says it
 * @param message what was found and what was expected
 */
public record ConversionProblem(
    Code code, String pod, String service, String port, String path, String message) {

  /** Kinds of problems. */
  public enum Code {
    /** An annotation's value cannot be read. */
    BAD_ANNOTATION,
    /** An annotation that another one calls for is missing. */
    MISSING_ANNOTATION,
    /** A named target port that no container declares, or an init container: it is left out. */
    PORT_NOT_FOUND,
    /** A protocol that a delegated gateway cannot carry: its tag is left out. */
    PROTOCOL_NOT_FOR_GATEWAY,
    /** The spec would be refused by the validator of Dataplanes. */
    INVALID_SPEC,
    /** Two zone proxy Services want the same port for different things. */
    LISTENER_CONFLICT,
    /** A zone proxy Service whose type is neither ingress nor egress. */
    UNKNOWN_ZONE_PROXY_TYPE,
    /** Listeners of zone proxies exist only in Meshes with MeshServices in mode Exclusive. */
    LISTENERS_NEED_EXCLUSIVE_MESH,
    /** The Mesh does not exist (yet). */
    MESH_NOT_FOUND,
    /** The ReplicaSet or Job that owns the Pod is not known (yet). */
    OWNER_NOT_FOUND,
    /** The Node of the Pod is not known (yet). */
    NODE_NOT_FOUND;

    /** The stable snake_case word for metrics and programs. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether trying again may help although nobody changes the Pod. */
    public boolean passing() {
      return this == MESH_NOT_FOUND || this == OWNER_NOT_FOUND || this == NODE_NOT_FOUND;
    }

    /** Whether it is reported as an Event on the Pod; Kuma stays silent about a missing Mesh. */
    public boolean event() {
      return this != MESH_NOT_FOUND;
    }
  }

  /** All of them in one line. */
  public static String join(List<ConversionProblem> problems) {
    return problems.stream().map(ConversionProblem::toString).collect(Collectors.joining("; "));
  }

  /** The same in the common form. */
  public Violation violation() {
    return new Violation(where(), code.word(), message);
  }

  private String where() {
    StringBuilder where = new StringBuilder("Pod ").append(pod);
    if (!service.isEmpty()) {
      where.append(", Service ").append(service);
    }
    if (!port.isEmpty()) {
      where.append(", port ").append(port);
    }
    if (!path.isEmpty()) {
      where.append(", ").append(path);
    }
    return where.toString();
  }

  @Override
  public String toString() {
    return where() + ": " + message;
  }
}
