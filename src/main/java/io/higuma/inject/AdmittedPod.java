package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The parts of a Pod that decisions read. All other fields are skipped unparsed, so fields of newer
 * API servers are preserved.
 *
 * @param name its name; empty if it only has a generated name
 * @param generateName its {@code generateName}; empty if absent
 * @param namespace its {@code metadata.namespace}; empty if absent
 * @param labels its labels
 * @param annotations its annotations
 * @param controller its controlling owner reference; empty if it has none
 * @param hostNetwork whether it uses its node's network
 * @param windows whether it is meant for Windows Nodes
 * @param level its Pod-level fields that apply to all containers
 * @param containers its containers
 * @param initContainers its init containers
 * @param volumes names of its volumes
 * @param present which members that a patch adds to exist
 */
public record AdmittedPod(
    String name,
    String generateName,
    String namespace,
    Map<String, String> labels,
    Map<String, String> annotations,
    Optional<OwnerView> controller,
    boolean hostNetwork,
    boolean windows,
    PodLevel level,
    List<ContainerView> containers,
    List<ContainerView> initContainers,
    List<String> volumes,
    Present present) {

  /**
   * Which members exist; a patch must create the others.
   *
   * @param metadata {@code metadata}
   * @param labels {@code metadata.labels}
   * @param annotations {@code metadata.annotations}
   * @param spec {@code spec}
   * @param containers {@code spec.containers}
   * @param initContainers {@code spec.initContainers}
   * @param volumes {@code spec.volumes}
   */
  public record Present(
      boolean metadata,
      boolean labels,
      boolean annotations,
      boolean spec,
      boolean containers,
      boolean initContainers,
      boolean volumes) {}

  /**
   * Pod-level fields that apply to all containers unless a container overrides them.
   *
   * @param runAsNonRoot {@code spec.securityContext.runAsNonRoot}
   * @param runAsUser {@code spec.securityContext.runAsUser}
   * @param resources {@code spec.resources}, which all containers share
   */
  public record PodLevel(
      boolean runAsNonRoot, OptionalLong runAsUser, Optional<JsonNode> resources) {}

  /**
   * The controlling owner reference of a Pod.
   *
   * @param apiVersion its group and version
   * @param kind its kind
   * @param name its name
   * @param uid its uid
   */
  public record OwnerView(String apiVersion, String kind, String name, String uid) {}

  /**
   * The parts of a container that decisions read.
   *
   * @param name its name
   * @param runAsUser {@code runAsUser} of its security context
   * @param restartPolicy {@code Always} for a native sidecar, else empty
   * @param ports the ports that it declares
   * @param tokenMount its mount of the service account token, unchanged
   * @param probes its probes, unchanged
   */
  public record ContainerView(
      String name,
      OptionalLong runAsUser,
      String restartPolicy,
      List<PortView> ports,
      Optional<JsonNode> tokenMount,
      Map<ProbeKind, JsonNode> probes) {

    /** Whether it is a restartable init container (native sidecar). */
    public boolean isRestartable() {
      return restartPolicy.equals("Always");
    }

    /** The number of its port with this name; empty if it declares none. */
    public OptionalInt namedPort(String portName) {
      return ports.stream()
          .filter(port -> !portName.isEmpty() && port.name().equals(portName))
          .mapToInt(PortView::number)
          .findFirst();
    }
  }

  /**
   * A declared container port.
   *
   * @param name its name; empty if absent
   * @param number its number
   * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
   */
  public record PortView(String name, int number, String protocol) {}

  /** The kinds of probes. */
  public enum ProbeKind {
    LIVENESS("livenessProbe"),
    READINESS("readinessProbe"),
    STARTUP("startupProbe");

    private final String field;

    ProbeKind(String field) {
      this.field = field;
    }

    /** The field's name in a container. */
    public String field() {
      return field;
    }
  }

  /** Its name, else its {@code generateName} prefix. */
  public String displayName() {
    return name.isEmpty() ? generateName : name;
  }
}
