package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a decision reads of a Pod. Everything else in the Pod is passed over unread, so that fields
 * of newer API servers survive.
 *
 * @param name its name; empty where only a generated name is known
 * @param generateName prefix of a generated name; empty where it has none
 * @param namespace the namespace that the object itself says; empty where it says none
 * @param labels its labels
 * @param annotations its annotations
 * @param controller what manages it; empty where nothing does
 * @param hostNetwork whether it uses its node's network
 * @param windows whether it is for Nodes that run Windows
 * @param level what it says for all its containers
 * @param containers its containers
 * @param initContainers its init containers
 * @param volumes names of its volumes
 * @param present which of the members that a patch adds to are there
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
   * Which members are there, so that a patch knows whether it must create them.
   *
   * @param metadata {@code metadata}
   * @param labels {@code metadata.labels}
   * @param annotations {@code metadata.annotations}
   * @param containers {@code spec.containers}
   * @param initContainers {@code spec.initContainers}
   * @param volumes {@code spec.volumes}
   */
  public record Present(
      boolean metadata,
      boolean labels,
      boolean annotations,
      boolean containers,
      boolean initContainers,
      boolean volumes) {}

  /**
   * What a Pod says for all its containers, unless they say something else themselves.
   *
   * @param runAsNonRoot whether none may run as user 0
   * @param runAsUser the user
   * @param resources {@code spec.resources}, what they may use together
   */
  public record PodLevel(
      boolean runAsNonRoot, OptionalLong runAsUser, Optional<JsonNode> resources) {}

  /**
   * What manages a Pod.
   *
   * @param apiVersion its group and version
   * @param kind its kind
   * @param name its name
   * @param uid its uid
   */
  public record OwnerView(String apiVersion, String kind, String name, String uid) {}

  /**
   * What a decision reads of a container.
   *
   * @param name its name
   * @param runAsUser the user of its own security context
   * @param restartPolicy {@code Always} for a native sidecar, else empty
   * @param ports the ports that it declares
   * @param tokenMount its mount of the service account token, as it stands in the Pod
   * @param probes its probes, as they stand in the Pod
   */
  public record ContainerView(
      String name,
      OptionalLong runAsUser,
      String restartPolicy,
      List<PortView> ports,
      Optional<JsonNode> tokenMount,
      Map<ProbeKind, JsonNode> probes) {

    /** Whether it is an init container that runs beside the Pod's containers. */
    public boolean isRestartable() {
      return restartPolicy.equals("Always");
    }

    /** The number of its port of this name; empty where it declares none. */
    public OptionalInt namedPort(String wanted) {
      return ports.stream()
          .filter(port -> !wanted.isEmpty() && port.name().equals(wanted))
          .mapToInt(PortView::number)
          .findFirst();
    }
  }

  /**
   * A port that a container declares.
   *
   * @param name its name; empty where it has none
   * @param number its number
   * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
   */
  public record PortView(String name, int number, String protocol) {}

  /** The probes of a container, named as their fields. */
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

  /** How people call it: its name, else its generated name's prefix. */
  public String displayName() {
    return name.isEmpty() ? generateName : name;
  }
}
