package io.higuma.cluster.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Parsed;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Host and port at which the API server calls a webhook.
 *
 * @param host host name or IP address; IPv6 without brackets
 * @param port from 1 to 65535
 */
public record WebhookAddress(String host, int port) {
  /** Violation code of an invalid address. */
  static final String BAD_ADDRESS = "bad_webhook_address";

  private static final int HTTPS = 443;
  private static final int MAX_PORT = 65_535;

  /** Parses the {@code clientConfig} of a webhook. */
  public static Parsed<WebhookAddress> of(JsonNode client) {
    if (client.has("url")) {
      return ofUrl(client.path("url").asText());
    }
    var service = client.path("service");
    var host = service.path("name").asText() + "." + service.path("namespace").asText() + ".svc";
    var port = service.path("port").asInt(HTTPS);
    return isPort(port)
        ? Parsed.good(new WebhookAddress(host, port))
        : Parsed.bad("clientConfig.service.port", BAD_ADDRESS, "" + port, "a port");
  }

  private static Parsed<WebhookAddress> ofUrl(String text) {
    try {
      var url = new URI(text);
      var authority = url.getRawAuthority();
      if ("https".equalsIgnoreCase(url.getScheme()) && authority != null) {
        return ofAuthority(text, authority);
      }
    } catch (URISyntaxException _) {
      return badUrl(text);
    }
    return badUrl(text);
  }

  /** {@link URI#getHost} is null for a host name with an underscore; Go accepts it. */
  private static Parsed<WebhookAddress> ofAuthority(String text, String authority) {
    int colon = authority.lastIndexOf(':');
    boolean withPort = colon > authority.lastIndexOf(']');
    var host = withPort ? authority.substring(0, colon) : authority;
    var digits = withPort ? authority.substring(colon + 1) : "";
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty() || host.indexOf('@') >= 0 || !digits.matches("[0-9]{0,5}")) {
      return badUrl(text);
    }
    int port = digits.isEmpty() ? HTTPS : Integer.parseInt(digits);
    return isPort(port) ? Parsed.good(new WebhookAddress(host, port)) : badUrl(text);
  }

  private static boolean isPort(int port) {
    return port > 0 && port <= MAX_PORT;
  }

  private static Parsed<WebhookAddress> badUrl(String text) {
    return Parsed.bad("clientConfig.url", BAD_ADDRESS, text, "https://host[:port]/path");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
