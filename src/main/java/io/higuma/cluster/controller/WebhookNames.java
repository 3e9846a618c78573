package io.higuma.cluster.controller;

/**
 * Names of Higuma's two webhook configurations, as in the Helm chart.
 *
 * @param name prefix of the names of all objects: the chart's {@code nameOverride}
 */
public record WebhookNames(String name) {
  private static final String SERVICE_SUFFIX = "-control-plane";
  private static final String DEFAULT_NAME = "kuma";

  /**
   * Derives the names from the Service {@code <name>-control-plane}; {@code kuma} for other Service
   * names.
   */
  public static WebhookNames ofService(String service) {
    int end = service.length() - SERVICE_SUFFIX.length();
    return new WebhookNames(
        service.endsWith(SERVICE_SUFFIX) && end > 0 ? service.substring(0, end) : DEFAULT_NAME);
  }

  /** Name of the MutatingWebhookConfiguration. */
  public String mutating() {
    return name + "-admission-mutating-webhook-configuration";
  }

  /** Name of the ValidatingWebhookConfiguration. */
  public String validating() {
    return name + "-validating-webhook-configuration";
  }
}
