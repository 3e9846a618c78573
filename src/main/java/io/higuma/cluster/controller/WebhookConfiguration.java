package io.higuma.cluster.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cluster.cache.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One webhook configuration, as far as it concerns certificates.
 *
 * @param version its resourceVersion
 * @param keptByOthers whether somebody else is told by an annotation to keep its bundles
 * @param hooks its webhooks
 */
public record WebhookConfiguration(String version, boolean keptByOthers, List<Hook> hooks) {
  /** What is read of it. */
  static final String FIELDS =
      "metadata(name,resourceVersion,annotations),"
          + "webhooks(name,clientConfig(url,caBundle,service(namespace,name)))";

  /** There is none. */
  static final WebhookConfiguration NONE = new WebhookConfiguration("", false, List.of());

  private static final String CERT_MANAGER = "cert-manager.io/inject-";

  /** Copies the list. */
  public WebhookConfiguration {
    hooks = List.copyOf(hooks);
  }

  /**
   * One webhook.
   *
   * @param index where it stands
   * @param bundle PEM of whom the API server trusts
   */
  record Hook(int index, String bundle) {}

  /** Reads it; webhooks that lead elsewhere are left out. */
  static WebhookConfiguration read(JsonNode configuration, ObjectKey service) {
    List<Hook> hooks = new ArrayList<>();
    int index = 0;
    for (JsonNode hook : configuration.path("webhooks")) {
      JsonNode client = hook.path("clientConfig");
      if (isOurs(client, service)) {
        hooks.add(new Hook(index, decoded(client.path("caBundle").asText(""))));
      }
      index++;
    }
    JsonNode metadata = configuration.path("metadata");
    boolean keptByOthers =
        metadata.path("annotations").propertyStream().anyMatch(a -> isInjected(a.getKey()));
    return new WebhookConfiguration(
        metadata.path("resourceVersion").asText(""), keptByOthers, hooks);
  }

  /**
   * Whether a webhook leads to this Service, or to a URL, which nobody else has under our names.
   */
  public static boolean isOurs(JsonNode client, ObjectKey service) {
    JsonNode reference = client.path("service");
    return client.has("url")
        || (reference.path("namespace").asText("").equals(service.namespace())
            && reference.path("name").asText("").equals(service.name()));
  }

  private static boolean isInjected(String annotation) {
    return annotation.startsWith(CERT_MANAGER);
  }

  /** The webhooks whose callers trust something else. */
  List<Hook> differing(String bundle) {
    return hooks.stream().filter(hook -> !hook.bundle().equals(bundle)).toList();
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }
}
