package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.inject.AdmittedPod.ContainerView;
import io.higuma.inject.AdmittedPod.OwnerView;
import io.higuma.inject.AdmittedPod.PodLevel;
import io.higuma.inject.AdmittedPod.PortView;
import io.higuma.inject.AdmittedPod.Present;
import io.higuma.inject.AdmittedPod.ProbeKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Mutable builder of an {@link AdmittedPod}. */
final class PodParts {
  boolean metadata;
  boolean spec;
  String name = "";
  String generateName = "";
  String namespace = "";
  @Nullable Map<String, String> labels;
  @Nullable Map<String, String> annotations;
  @Nullable OwnerView controller;
  boolean hostNetwork;
  boolean windows;
  boolean runAsNonRoot;
  OptionalLong runAsUser = OptionalLong.empty();
  @Nullable JsonNode resources;
  @Nullable List<ContainerView> containers;
  @Nullable List<ContainerView> initContainers;
  @Nullable List<String> volumes;

  AdmittedPod build() {
    return new AdmittedPod(
        name,
        generateName,
        namespace,
        labels == null ? Map.of() : labels,
        annotations == null ? Map.of() : annotations,
        Optional.ofNullable(controller),
        hostNetwork,
        windows,
        new PodLevel(runAsNonRoot, runAsUser, Optional.ofNullable(resources)),
        containers == null ? List.of() : containers,
        initContainers == null ? List.of() : initContainers,
        volumes == null ? List.of() : volumes,
        new Present(
            metadata,
            labels != null,
            annotations != null,
            spec,
            containers != null,
            initContainers != null,
            volumes != null));
  }

  /** Mutable builder of an {@link OwnerView}. */
  static final class OwnerParts {
    private String apiVersion = "";
    private String kind = "";
    private String name = "";
    private String uid = "";
    boolean controller;

    void set(String field, String value) {
      switch (field) {
        case "apiVersion" -> apiVersion = value;
        case "kind" -> kind = value;
        case "name" -> name = value;
        case "uid" -> uid = value;
        case "controller" -> controller = value.equals("true");
        default -> {}
      }
    }

    OwnerView build() {
      return new OwnerView(apiVersion, kind, name, uid);
    }
  }

  /** Mutable builder of a {@link PortView}. */
  static final class PortParts {
    String name = "";
    int number;
    String protocol = "";

    PortView build() {
      return new PortView(name, number, protocol.isEmpty() ? "TCP" : protocol);
    }
  }

  /** Mutable builder of a {@link ContainerView}. */
  static final class ContainerParts {
    String name = "";
    OptionalLong runAsUser = OptionalLong.empty();
    String restartPolicy = "";
    final List<PortView> ports = new ArrayList<>(4);
    Optional<JsonNode> tokenMount = Optional.empty();
    final Map<ProbeKind, JsonNode> probes = new EnumMap<>(ProbeKind.class);

    ContainerView build() {
      return new ContainerView(name, runAsUser, restartPolicy, ports, tokenMount, probes);
    }
  }
}
