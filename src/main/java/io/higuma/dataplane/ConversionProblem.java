package io.higuma.dataplane;

import io.higuma.kuma.Violation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Error or warning about the conversion of a Pod.
 *
 * @param code the kind of problem
 * @param pod the Pod, {@code namespace/name}
 * @param service the Service; empty if no Service is involved
 * @param port the Service's port; empty if no port is involved
 * @param path annotation key or path in the spec; empty if the Service identifies the location
 * @param message the value found and the value expected
 */
public record ConversionProblem(
    Code code, String pod, String service, String port, String path, String message) {

  /** Kinds of problems. */
  public enum Code {
    /** An annotation has an invalid value. */
    BAD_ANNOTATION,
    /** An annotation that another annotation requires is missing. */
    MISSING_ANNOTATION,
    /** No container, or only an init container, declares the named target port: it is skipped. */
    PORT_NOT_FOUND,
    /** A delegated gateway does not support the protocol: its tag is omitted. */
    PROTOCOL_NOT_FOR_GATEWAY,
    /** The validator of Dataplanes would reject the spec. */
    INVALID_SPEC,
    /** Two zone proxy Services of different types use the same port. */
    LISTENER_CONFLICT,
    /** A zone proxy Service whose type is neither ingress nor egress. */
    UNKNOWN_ZONE_PROXY_TYPE,
    /** Zone proxy listeners require a Mesh with MeshServices in mode Exclusive. */
    LISTENERS_NEED_EXCLUSIVE_MESH,
    /** The Mesh does not exist (yet). */
    MESH_NOT_FOUND,
    /** The ReplicaSet or Job that owns the Pod does not exist (yet). */
    OWNER_NOT_FOUND,
    /** The Node of the Pod does not exist (yet). */
    NODE_NOT_FOUND;

    /** The stable snake_case code for metrics and clients. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a retry can succeed without a change of the Pod. */
    public boolean isTransient() {
      return this == MESH_NOT_FOUND || this == OWNER_NOT_FOUND || this == NODE_NOT_FOUND;
    }

    /** Whether it is reported as an Event on the Pod; Kuma reports no Event for a missing Mesh. */
    public boolean isReportedAsEvent() {
      return this != MESH_NOT_FOUND;
    }
  }

  /** Joins problems into one line. */
  public static String join(List<ConversionProblem> problems) {
    return problems.stream().map(ConversionProblem::toString).collect(Collectors.joining("; "));
  }

  /** Converts the problem to a violation. */
  public Violation violation() {
    return new Violation(location(), code.code(), message);
  }

  private String location() {
    StringBuilder location = new StringBuilder("Pod ").append(pod);
    if (!service.isEmpty()) {
      location.append(", Service ").append(service);
    }
    if (!port.isEmpty()) {
      location.append(", port ").append(port);
    }
    if (!path.isEmpty()) {
      location.append(", ").append(path);
    }
    return location.toString();
  }

  @Override
  public String toString() {
    return location() + ": " + message;
  }
}
