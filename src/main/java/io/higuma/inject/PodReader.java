package io.higuma.inject;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.inject.PodParts.OwnerParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Streaming parser for Pods: reads a Pod in one pass and keeps only the fields that decisions need.
 * A member of the wrong type throws {@link Malformed}; {@code null} counts as absent, as in the API
 * server.
 */
public final class PodReader {
  /** Mount path of the service account token. */
  public static final String TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

  /** Node label with the operating system. */
  private static final String SYSTEM_OF_NODES = "kubernetes.io/os";

  private static final ObjectMapper TREES = new ObjectMapper();

  private final JsonParser json;
  private final JsonMembers members;
  private final PodParts pod = new PodParts();

  private PodReader(JsonParser json) {
    this.json = json;
    this.members = new JsonMembers(json);
  }

  /** The Pod cannot be parsed; the message names the member. */
  public static final class Malformed extends IOException {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  /**
   * Reads the Pod at the parser's current or next token and leaves the parser at its last token.
   *
   * @throws Malformed if a member has the wrong type
   * @throws IOException if the JSON is invalid
   */
  public static AdmittedPod read(JsonParser json) throws IOException {
    var reader = new PodReader(json);
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.nextToken();
    }
    reader.members.object("Pod", reader::podMember);
    return reader.pod.build();
  }

  /**
   * Reads a Pod from a tree.
   *
   * @throws Malformed if a member has the wrong type
   */
  public static AdmittedPod read(JsonNode tree) throws Malformed {
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
        pod.metadata = members.isPresent();
        members.object(member, this::metadataMember);
      }
      case "spec" -> {
        pod.spec = members.isPresent();
        members.object(member, this::specMember);
      }
      default -> members.skip();
    }
  }

  /** Pod templates have no kind. */
  private void kind(String member) throws IOException {
    var kind = members.text(member);
    if (!kind.isEmpty() && !kind.equals("Pod")) {
      throw new Malformed("'" + member + "' is '" + kind + "', not 'Pod'");
    }
  }

  private void metadataMember(String member) throws IOException {
    switch (member) {
      case "name" -> pod.name = members.text(member);
      case "generateName" -> pod.generateName = members.text(member);
      case "namespace" -> pod.namespace = members.text(member);
      case "labels" -> {
        if (members.isPresent()) {
          pod.labels = members.texts(member);
        }
      }
      case "annotations" -> {
        if (members.isPresent()) {
          pod.annotations = members.texts(member);
        }
      }
      case "ownerReferences" -> members.array(member, this::owner);
      default -> members.skip();
    }
  }

  private void owner() throws IOException {
    var owner = new OwnerParts();
    members.object(
        "ownerReferences",
        field -> {
          owner.set(field, json.getValueAsString(""));
          members.skip();
        });
    if (owner.controller) {
      pod.controller = owner.build();
    }
  }

  private void specMember(String member) throws IOException {
    switch (member) {
      case "hostNetwork" -> pod.hostNetwork = json.currentToken() == JsonToken.VALUE_TRUE;
      case "containers" -> {
        if (members.isPresent()) {
          pod.containers = new ContainerReader(members).containers(member);
        }
      }
      case "initContainers" -> {
        if (members.isPresent()) {
          pod.initContainers = new ContainerReader(members).containers(member);
        }
      }
      case "volumes" -> {
        if (members.isPresent()) {
          pod.volumes = volumes(member);
        }
      }
      case "os" -> members.object(member, field -> system(field.equals("name"), field));
      case "nodeSelector" ->
          members.object(member, label -> system(label.equals(SYSTEM_OF_NODES), label));
      case "securityContext" -> members.object(member, this::securityMember);
      case "resources" -> {
        if (members.isPresent()) {
          members.expect(member, JsonToken.START_OBJECT, "an object");
          pod.resources = members.tree();
        }
      }
      default -> members.skip();
    }
  }

  /** Reads a member that may name the operating system. */
  private void system(boolean isSystem, String member) throws IOException {
    if (isSystem) {
      pod.windows |= members.text(member).equals("windows");
    } else {
      members.skip();
    }
  }

  private void securityMember(String member) throws IOException {
    switch (member) {
      case "runAsNonRoot" -> pod.runAsNonRoot = json.currentToken() == JsonToken.VALUE_TRUE;
      case "runAsUser" -> {
        if (members.isPresent()) {
          pod.runAsUser = OptionalLong.of(members.number(member));
        }
      }
      default -> members.skip();
    }
  }

  private List<String> volumes(String member) throws IOException {
    var names = new ArrayList<String>();
    members.array(
        member,
        () ->
            members.object(
                member,
                field -> {
                  if (field.equals("name")) {
                    names.add(members.text(field));
                  } else {
                    members.skip();
                  }
                }));
    return names;
  }
}
