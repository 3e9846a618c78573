package io.higuma.cluster.controller;

/**
 * The names of Higuma's two webhook configurations, as the chart gives them.
 *
 * @param name with which the names of all objects begin: the chart's {@code nameOverride}
 */
public record WebhookNames(String name) {
  private static final String SERVICE_END = "-control-plane";
  private static final String USUAL = "kuma";

  /**
   * The names that belong to a Service, {@code <name>-control-plane}; those of {@code kuma} where
   * it is called otherwise.
   */
  public static WebhookNames ofService(String service) {
    int end = service.length() - SERVICE_END.length();
    return new WebhookNames(
        service.endsWith(SERVICE_END) && end > 0 ? service.substring(0, end) : USUAL);
  }

  /** Sends Pods to be injected. */
  public String mutating() {
    return name + "-admission-mutating-webhook-configuration";
  }

  /** Asks whether objects may be. */
  public String validating() {
    return name + "-validating-webhook-configuration";
  }
}
