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

/** The Secret in the system namespace in which all replicas keep one certificate authority. */
public final class AuthoritySecret implements AuthorityStore {
  /** The name of the Secret. */
  public static final String NAME = "higuma-ca";

  /** An annotation of any value: a new authority is wanted now. It is taken off when it signs. */
  public static final String RENEW = "higuma.io/renew-ca";

  private final KubernetesClient client;
  private final String namespace;

  /**
   * The Secret, which need not exist.
   *
   * @param client stays the caller's
   * @param namespace the system namespace
   */
  public AuthoritySecret(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  public Kept read() throws IOException, InterruptedException {
    var secret = client.secrets().inNamespace(namespace).withName(NAME);
    return TypedCalls.get(secret::get)
        .map(AuthoritySecret::kept)
        .orElse(new Kept("", Map.of(), false));
  }

  private static Kept kept(Secret secret) {
    Map<String, String> entries = new HashMap<>();
    secret.getData().forEach((name, base64) -> entries.put(name, text(base64)));
    var metadata = secret.getMetadata();
    boolean renewal = metadata.getAnnotations().containsKey(RENEW);
    return new Kept(metadata.getResourceVersion(), entries, renewal);
  }

  @Override
  public Optional<String> write(Kept before, Change change)
      throws IOException, InterruptedException {
    var secret = client.secrets().resource(secret(before, change));
    var stored =
        before.isThere()
            ? TypedCalls.change(() -> secret.patch(TypedCalls.MERGE))
            : TypedCalls.create(secret::create);
    return stored.map(written -> written.getMetadata().getResourceVersion());
  }

  /**
   * A whole Secret, or what is merged into one: only if it is still the one that was read. What is
   * null there is taken off.
   */
  private Secret secret(Kept before, Change change) {
    var metadata = new ObjectMetaBuilder().withNamespace(namespace).withName(NAME);
    if (!before.isThere()) {
      metadata
          .addToLabels("app.kubernetes.io/name", "higuma")
          .addToLabels("app.kubernetes.io/managed-by", "higuma");
    } else {
      metadata.withResourceVersion(before.version());
      if (change.renewalDone()) {
        metadata.withAnnotations(Collections.singletonMap(RENEW, null));
      }
    }
    Map<String, @Nullable String> data = new HashMap<>();
    change
        .entries()
        .forEach(
            (name, text) -> {
              if (!text.isEmpty()) {
                byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
                data.put(name, Base64.getEncoder().encodeToString(bytes));
              } else if (before.isThere()) {
                data.put(name, null);
              }
            });
    return new SecretBuilder()
        .withMetadata(metadata.build())
        .withType(before.isThere() ? null : "Opaque")
        .withData(data)
        .build();
  }

  private static String text(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }
}
