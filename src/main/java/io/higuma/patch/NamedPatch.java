package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.ContainerPatch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@code ContainerPatch} that injection reads.
 *
 * @param name its name
 * @param version digest of its operations: unlike the resource version it ignores changes of labels
 *     or status, and it is equal in all clusters
 * @param sidecarPatch operations for {@code kuma-sidecar}
 * @param initPatch operations for {@code kuma-init} and {@code kuma-validation}
 * @param allowed the namespaces whose Pods may use it
 */
public record NamedPatch(
    String name,
    String version,
    List<PatchOperation> sidecarPatch,
    List<PatchOperation> initPatch,
    AllowedNamespaces allowed) {
  private static final int DIGEST_BYTES = 6;

  /** Copies the lists. */
  public NamedPatch {
    sidecarPatch = List.copyOf(sidecarPatch);
    initPatch = List.copyOf(initPatch);
  }

  /** A patch that Pods of all namespaces may use. */
  public NamedPatch(
      String name,
      String version,
      List<PatchOperation> sidecarPatch,
      List<PatchOperation> initPatch) {
    this(name, version, sidecarPatch, initPatch, AllowedNamespaces.ALL);
  }

  /** Converts the custom resource. */
  public static NamedPatch of(ContainerPatch resource) {
    var metadata = resource.getMetadata();
    @Nullable Map<String, String> annotations = metadata.getAnnotations();
    return of(
        metadata.getName(),
        operations(resource.getSpec().sidecarPatch()),
        operations(resource.getSpec().initPatch()),
        AllowedNamespaces.in(annotations == null ? Map.of() : annotations));
  }

  /** Converts the custom resource in JSON form. */
  public static NamedPatch of(JsonNode resource) {
    var annotations = new HashMap<String, String>();
    for (var annotation : resource.path("metadata").path("annotations").properties()) {
      annotations.put(annotation.getKey(), annotation.getValue().asText(""));
    }
    return of(
        resource.path("metadata").path("name").asText(""),
        operations(resource.path("spec").path("sidecarPatch")),
        operations(resource.path("spec").path("initPatch")),
        AllowedNamespaces.in(annotations));
  }

  private static NamedPatch of(
      String name,
      List<PatchOperation> sidecar,
      List<PatchOperation> init,
      AllowedNamespaces allowed) {
    return new NamedPatch(name, digest(sidecar, init), sidecar, init, allowed);
  }

  private static List<PatchOperation> operations(List<ContainerPatch.Operation> written) {
    return written.stream()
        .map(
            operation ->
                new PatchOperation(
                    operation.op(),
                    operation.path(),
                    Optional.ofNullable(operation.from()),
                    Optional.ofNullable(operation.value())))
        .toList();
  }

  private static List<PatchOperation> operations(JsonNode written) {
    var operations = new ArrayList<PatchOperation>(written.size());
    for (var operation : written) {
      operations.add(
          new PatchOperation(
              operation.path("op").asText(""),
              operation.path("path").asText(""),
              text(operation, "from"),
              text(operation, "value")));
    }
    return operations;
  }

  private static Optional<String> text(JsonNode object, String member) {
    return object.hasNonNull(member) ? Optional.of(object.get(member).asText()) : Optional.empty();
  }

  private static String digest(List<PatchOperation> sidecar, List<PatchOperation> init) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      sidecar.forEach(operation -> update(sha, "s", operation));
      init.forEach(operation -> update(sha, "i", operation));
      return HexFormat.of().formatHex(sha.digest(), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void update(MessageDigest sha, String list, PatchOperation operation) {
    update(sha, list);
    update(sha, operation.op());
    update(sha, operation.path());
    update(sha, operation.from().map(from -> "f" + from).orElse(""));
    update(sha, operation.value().map(value -> "v" + value).orElse(""));
  }

  /** Prefixes the length, so that different lists have different digests. */
  private static void update(MessageDigest sha, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    sha.update(bytes);
  }
}
