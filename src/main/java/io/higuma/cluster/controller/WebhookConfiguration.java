package io.higuma.cluster.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cluster.cache.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The certificate-related fields of a webhook configuration.
 *
 * @param version its resourceVersion
 * @param keptByOthers whether a cert-manager annotation makes its CA injector write the caBundles
 * @param hooks its webhooks that call Higuma
 */
public record WebhookConfiguration(String version, boolean keptByOthers, List<Hook> hooks) {
  /** Field filter of reads. */
  static final String FIELDS =
      "metadata(name,resourceVersion,annotations),"
          + "webhooks(name,clientConfig(url,caBundle,service(namespace,name)))";

  /** The configuration does not exist. */
  static final WebhookConfiguration NONE = new WebhookConfiguration("", false, List.of());

  private static final String INJECT_PREFIX = "cert-manager.io/inject-";

  /** Copies the list. */
  public WebhookConfiguration {
    hooks = List.copyOf(hooks);
  }

  /**
   * One webhook.
   *
   * @param index index in the configuration
   * @param bundle decoded caBundle (PEM)
   */
  record Hook(int index, String bundle) {}

  /** Parses a configuration; webhooks of other services are left out. */
  static WebhookConfiguration read(JsonNode configuration, ObjectKey service) {
    List<Hook> hooks = new ArrayList<>();
    int index = 0;
    for (JsonNode hook : configuration.path("webhooks")) {
      JsonNode client = hook.path("clientConfig");
      if (isOurs(client, service)) {
        hooks.add(new Hook(index, decode(client.path("caBundle").asText(""))));
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
   * Whether a webhook refers to this Service or to a URL. A URL in Higuma's own configurations is
   * always Higuma's.
   */
  public static boolean isOurs(JsonNode client, ObjectKey service) {
    JsonNode reference = client.path("service");
    return client.has("url")
        || (reference.path("namespace").asText("").equals(service.namespace())
            && reference.path("name").asText("").equals(service.name()));
  }

  private static boolean isInjected(String annotation) {
    return annotation.startsWith(INJECT_PREFIX);
  }

  /** The webhooks whose caBundle differs from {@code bundle}. */
  List<Hook> differing(String bundle) {
    return hooks.stream().filter(hook -> !hook.bundle().equals(bundle)).toList();
  }

  private static String decode(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }
}
