package io.higuma.inject;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.inject.PodParts.ContainerParts;
import io.higuma.inject.PodParts.OwnerParts;
import io.higuma.inject.PodView.ContainerView;
import io.higuma.inject.PodView.ProbeKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads a Pod in one pass and keeps only what a decision needs; all else is skipped without
 * building anything for it. A member of the wrong type is a {@link Malformed} Pod; a {@code null}
 * counts as absent, as it does for the API server.
 */
public final class PodReader {
  /** Where the API server mounts the token of the service account. */
  public static final String TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

  private static final ObjectMapper TREES = new ObjectMapper();

  private final JsonParser json;
  private final PodParts pod = new PodParts();

  private PodReader(JsonParser json) {
    this.json = json;
  }

  /** A Pod that cannot be read; the message names the member. */
  public static final class Malformed extends IOException {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  /**
   * Reads the Pod whose first token is next or current, and leaves the parser at its last token.
   *
   * @throws Malformed where a member that is read has the wrong type
   * @throws IOException where the JSON itself is broken
   */
  public static PodView read(JsonParser json) throws IOException {
    var reader = new PodReader(json);
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.nextToken();
    }
    reader.object("Pod", reader::podMember);
    return reader.pod.build();
  }

  /**
   * Reads a Pod from a tree.
   *
   * @throws Malformed where a member that is read has the wrong type
   */
  public static PodView read(JsonNode tree) throws Malformed {
    try (var json = tree.traverse(TREES)) {
      return read(json);
    } catch (Malformed e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void podMember(String member) throws IOException {
    switch (member) {
      case "kind" -> kind(member);
      case "metadata" -> {
        pod.metadata = isPresent();
        object(member, this::metadataMember);
      }
      case "spec" -> object(member, this::specMember);
      default -> json.skipChildren();
    }
  }

  /** The template of a workload says no kind. */
  private void kind(String member) throws IOException {
    var kind = text(member);
    if (!kind.isEmpty() && !kind.equals("Pod")) {
      throw new Malformed("'" + member + "' is '" + kind + "', not 'Pod'");
    }
  }

  private void metadataMember(String member) throws IOException {
    switch (member) {
      case "name" -> pod.name = text(member);
      case "generateName" -> pod.generateName = text(member);
      case "namespace" -> pod.namespace = text(member);
      case "labels" -> {
        if (isPresent()) {
          pod.labels = texts(member);
        }
      }
      case "annotations" -> {
        if (isPresent()) {
          pod.annotations = texts(member);
        }
      }
      case "ownerReferences" -> array(member, this::owner);
      default -> json.skipChildren();
    }
  }

  private void owner() throws IOException {
    var owner = new OwnerParts();
    object(
        "ownerReferences",
        field -> {
          owner.set(field, json.getValueAsString(""));
          json.skipChildren();
        });
    if (owner.controller) {
      pod.controller = owner.build();
    }
  }

  private void specMember(String member) throws IOException {
    switch (member) {
      case "hostNetwork" -> pod.hostNetwork = json.currentToken() == JsonToken.VALUE_TRUE;
      case "containers" -> {
        if (isPresent()) {
          pod.containers = containers(member);
        }
      }
      case "initContainers" -> {
        if (isPresent()) {
          pod.initContainers = containers(member);
        }
      }
      case "volumes" -> {
        if (isPresent()) {
          pod.volumes = volumes(member);
        }
      }
      default -> json.skipChildren();
    }
  }

  private List<ContainerView> containers(String member) throws IOException {
    var containers = new ArrayList<ContainerView>();
    array(
        member,
        () -> {
          var parts = new ContainerParts();
          object(member, field -> containerMember(parts, field));
          containers.add(parts.build());
        });
    return containers;
  }

  private void containerMember(ContainerParts parts, String member) throws IOException {
    switch (member) {
      case "name" -> parts.name = text(member);
      case "restartPolicy" -> parts.restartPolicy = text(member);
      case "securityContext" ->
          object(
              member,
              field -> {
                if (field.equals("runAsUser") && isPresent()) {
                  parts.runAsUser = OptionalLong.of(number(field));
                } else {
                  json.skipChildren();
                }
              });
      case "ports" -> array(member, () -> port(parts));
      case "volumeMounts" -> array(member, () -> mount(parts));
      case "livenessProbe" -> probe(parts, ProbeKind.LIVENESS);
      case "readinessProbe" -> probe(parts, ProbeKind.READINESS);
      case "startupProbe" -> probe(parts, ProbeKind.STARTUP);
      default -> json.skipChildren();
    }
  }

  private void port(ContainerParts parts) throws IOException {
    var name = new StringBuilder();
    var number = new int[1];
    object(
        "ports",
        field -> {
          switch (field) {
            case "name" -> name.append(text(field));
            case "containerPort" -> number[0] = (int) number(field);
            default -> json.skipChildren();
          }
        });
    if (!name.isEmpty()) {
      parts.namedPorts.putIfAbsent(name.toString(), number[0]);
    }
  }

  private void mount(ContainerParts parts) throws IOException {
    if (parts.tokenMount.isPresent()) {
      json.skipChildren();
      return;
    }
    JsonNode mount = TREES.readTree(json);
    if (mount.path("mountPath").asText("").equals(TOKEN_PATH)) {
      parts.tokenMount = Optional.of(mount);
    }
  }

  private void probe(ContainerParts parts, ProbeKind kind) throws IOException {
    if (isPresent()) {
      expect(kind.field(), JsonToken.START_OBJECT, "an object");
      parts.probes.put(kind, TREES.readTree(json));
    }
  }

  private List<String> volumes(String member) throws IOException {
    var names = new ArrayList<String>();
    array(
        member,
        () ->
            object(
                member,
                field -> {
                  if (field.equals("name")) {
                    names.add(text(field));
                  } else {
                    json.skipChildren();
                  }
                }));
    return names;
  }

  @FunctionalInterface
  private interface Member {
    void read(String name) throws IOException;
  }

  @FunctionalInterface
  private interface Element {
    void read() throws IOException;
  }

  private boolean isPresent() {
    return json.currentToken() != JsonToken.VALUE_NULL;
  }

  private void object(String what, Member member) throws IOException {
    if (!isPresent()) {
      return;
    }
    expect(what, JsonToken.START_OBJECT, "an object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      member.read(name);
    }
  }

  private void array(String what, Element element) throws IOException {
    if (!isPresent()) {
      return;
    }
    expect(what, JsonToken.START_ARRAY, "a list");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  private Map<String, String> texts(String what) throws IOException {
    var texts = new LinkedHashMap<String, String>();
    object(what, name -> texts.put(name, text(what + "." + name)));
    return texts;
  }

  private String text(String what) throws IOException {
    if (!isPresent()) {
      return "";
    }
    expect(what, JsonToken.VALUE_STRING, "a string");
    return json.getText();
  }

  private long number(String what) throws IOException {
    expect(what, JsonToken.VALUE_NUMBER_INT, "a whole number");
    if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new Malformed("'" + what + "' is out of range");
    }
    return json.getLongValue();
  }

  private void expect(String what, JsonToken token, String expected) throws Malformed {
    if (json.currentToken() != token) {
      throw new Malformed("'" + what + "' is not " + expected);
    }
  }
}
