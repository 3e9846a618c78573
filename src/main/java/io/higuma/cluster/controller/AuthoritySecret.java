package io.higuma.cluster.controller;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.client.TypedCalls;
import io.higuma.tls.AuthorityStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores the CA of all replicas in one Secret in the system namespace. */
public final class AuthoritySecret implements AuthorityStore {
  /** The name of the Secret. */
  public static final String NAME = "higuma-ca";

  /** Annotation, with any value, that requests a new CA. Removed when the new CA signs. */
  public static final String RENEW = "higuma.io/renew-ca";

  private final KubernetesClient client;
  private final String namespace;

  /**
   * Does not require that the Secret exists.
   *
   * @param client not closed by this class
   * @param namespace the system namespace
   */
  public AuthoritySecret(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  public Stored read() throws IOException, InterruptedException {
    var secret = client.secrets().inNamespace(namespace).withName(NAME);
    return TypedCalls.get(secret::get)
        .map(AuthoritySecret::parse)
        .orElse(new Stored("", Map.of(), false));
  }

  private static Stored parse(Secret secret) {
    Map<String, String> entries = new HashMap<>();
    secret.getData().forEach((name, base64) -> entries.put(name, decode(base64)));
    var metadata = secret.getMetadata();
    boolean renewalRequested = metadata.getAnnotations().containsKey(RENEW);
    return new Stored(metadata.getResourceVersion(), entries, renewalRequested);
  }

  @Override
  public Optional<String> write(Stored stored, Change change)
      throws IOException, InterruptedException {
    var secret = client.secrets().resource(secret(stored, change));
    var written =
        stored.exists()
            ? TypedCalls.change(() -> secret.patch(TypedCalls.MERGE))
            : TypedCalls.create(secret::create);
    return written.map(result -> result.getMetadata().getResourceVersion());
  }

  /**
   * The complete Secret to create, or a merge patch with the resource version that was read. A null
   * value in the patch removes the entry.
   */
  private Secret secret(Stored stored, Change change) {
    var metadata = new ObjectMetaBuilder().withNamespace(namespace).withName(NAME);
    if (!stored.exists()) {
      metadata
          .addToLabels("app.kubernetes.io/name", "higuma")
          .addToLabels("app.kubernetes.io/managed-by", "higuma");
    } else {
      metadata.withResourceVersion(stored.version());
      if (change.renewalDone()) {
        metadata.withAnnotations(Collections.singletonMap(RENEW, null));
      }
    }
    Map<String, @Nullable String> data = new HashMap<>();
    change
        .entries()
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
                data.put(name, Base64.getEncoder().encodeToString(bytes));
              } else if (stored.exists()) {
                data.put(name, null);
              }
            });
    return new SecretBuilder()
        .withMetadata(metadata.build())
        .withType(stored.exists() ? null : "Opaque")
        .withData(data)
        .build();
  }

  private static String decode(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }
}
