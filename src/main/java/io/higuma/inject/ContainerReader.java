package io.higuma.inject;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.inject.AdmittedPod.ContainerView;
import io.higuma.inject.AdmittedPod.ProbeKind;
import io.higuma.inject.PodParts.ContainerParts;
import io.higuma.inject.PodParts.PortParts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Streaming parser for the containers of a Pod.
 *
 * @param json the parser
 */
record ContainerReader(JsonMembers json) {
  /** Reads the list of containers at the current token. */
  List<ContainerView> containers(String member) throws IOException {
    var containers = new ArrayList<ContainerView>();
    json.array(
        member,
        () -> {
          var parts = new ContainerParts();
          json.object(member, field -> containerMember(parts, field));
          containers.add(parts.build());
        });
    return containers;
  }

  private void containerMember(ContainerParts parts, String member) throws IOException {
    switch (member) {
      case "name" -> parts.name = json.text(member);
      case "restartPolicy" -> parts.restartPolicy = json.text(member);
      case "securityContext" ->
          json.object(
              member,
              field -> {
                if (field.equals("runAsUser") && json.isPresent()) {
                  parts.runAsUser = OptionalLong.of(json.number(field));
                } else {
                  json.skip();
                }
              });
      case "ports" -> json.array(member, () -> port(parts));
      case "volumeMounts" -> json.array(member, () -> mount(parts));
      case "livenessProbe" -> probe(parts, ProbeKind.LIVENESS);
      case "readinessProbe" -> probe(parts, ProbeKind.READINESS);
      case "startupProbe" -> probe(parts, ProbeKind.STARTUP);
      default -> json.skip();
    }
  }

  private void port(ContainerParts parts) throws IOException {
    var port = new PortParts();
    json.object(
        "ports",
        field -> {
          switch (field) {
            case "name" -> port.name = json.text(field);
            case "containerPort" -> port.number = (int) json.number(field);
            case "protocol" -> port.protocol = json.text(field);
            default -> json.skip();
          }
        });
    parts.ports.add(port.build());
  }

  private void mount(ContainerParts parts) throws IOException {
    if (parts.tokenMount.isPresent()) {
      json.skip();
      return;
    }
    JsonNode mount = json.tree();
    if (mount.path("mountPath").asText("").equals(PodReader.TOKEN_PATH)) {
      parts.tokenMount = Optional.of(mount);
    }
  }

  private void probe(ContainerParts parts, ProbeKind kind) throws IOException {
    if (json.isPresent()) {
      json.expect(kind.field(), JsonToken.START_OBJECT, "an object");
      parts.probes.put(kind, json.tree());
    }
  }
}
