package io.higuma.app.tracing;

import io.higuma.settings.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Trace export settings from the standard OpenTelemetry environment variables that Higuma supports.
 *
 * @param enabled whether traces are exported
 * @param kumaEndpoint endpoint of Kuma's own setting, used if no variable sets one
 * @param environment all environment variables
 * @param service default resource attributes
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OTLP Exporter
 *     Configuration</a>
 */
public record TraceExport(
    boolean enabled, String kumaEndpoint, Map<String, String> environment, Service service) {
  private static final Logger LOG = Logger.getLogger(TraceExport.class);
  private static final Set<String> SAMPLERS =
      Set.of(
          "parentbased_always_on",
          "parentbased_always_off",
          "parentbased_traceidratio",
          "always_on",
          "always_off",
          "traceidratio");
  private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
  private static final String PATH = "/v1/traces";
  private static final String DEFAULT_ENDPOINT = "http://localhost:4318";
  private static final String HTTP = "http/protobuf";

  /** The export configured by these settings and this environment. */
  public static TraceExport of(
      Settings.OpenTelemetry settings, Map<String, String> environment, Service service) {
    return new TraceExport(settings.enabled(), settings.endpoint(), environment, service);
  }

  /**
   * The {@code service.*} resource attributes.
   *
   * @param version of Higuma
   * @param instance unique identity of this process
   */
  public record Service(String version, String instance) {}

  /** The URL that spans are sent to. */
  String endpoint() {
    return base() + PATH;
  }

  /** The endpoint without the path, which Quarkus appends. */
  private String base() {
    var tracesEndpoint = value(TRACES_ENDPOINT);
    var base = tracesEndpoint.isEmpty() ? value(ENDPOINT) : tracesEndpoint;
    if (base.isEmpty()) {
      base = kumaEndpoint.isEmpty() ? DEFAULT_ENDPOINT : withScheme(kumaEndpoint);
    }
    var url = base.replaceFirst("/+$", "");
    if (!tracesEndpoint.isEmpty()) {
      if (!url.endsWith(PATH)) {
        throw new IllegalArgumentException(
            TRACES_ENDPOINT + ": '" + tracesEndpoint + "' does not end with " + PATH);
      }
      url = url.substring(0, url.length() - PATH.length());
    }
    return checked(url);
  }

  private static String checked(String url) {
    try {
      var uri = new URI(url);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return url;
      }
    } catch (URISyntaxException _) {
      // Reported below.
    }
    throw new IllegalArgumentException(
        "traces cannot be exported to '" + url + "': not an http or https URL");
  }

  /** Kuma's setting is host and port without a scheme. */
  private static String withScheme(String endpoint) {
    return endpoint.contains("://") ? endpoint : "http://" + endpoint;
  }

  /** Warnings about unsupported variables. */
  List<String> warnings() {
    var protocol = value("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", PROTOCOL);
    return protocol.isEmpty() || protocol.equals(HTTP)
        ? List.of()
        : List.of(
            PROTOCOL + "=" + protocol + " is not supported; traces are exported with " + HTTP);
  }

  /** Logs the endpoint and the warnings, if enabled. */
  public void log() {
    if (enabled) {
      LOG.infof("exporting traces to %s", endpoint());
      warnings().forEach(LOG::warn);
    }
  }

  /**
   * The equivalent Quarkus properties.
   *
   * @throws IllegalArgumentException if a variable is invalid; the message is shown to the operator
   */
  public Map<String, String> properties() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("quarkus.otel.sdk.disabled", Boolean.toString(!enabled));
    if (enabled) {
      all.put("quarkus.otel.exporter.otlp.traces.endpoint", base());
      all.put("quarkus.otel.exporter.otlp.traces.protocol", HTTP);
      put(
          all,
          "quarkus.otel.exporter.otlp.traces.headers",
          pairs("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS"));
      all.put("quarkus.otel.traces.sampler", sampler());
      all.put("quarkus.otel.traces.sampler.arg", Double.toString(ratio()));
      Map<String, String> resource = new LinkedHashMap<>();
      resource.put("service.version", service.version());
      resource.put("service.instance.id", service.instance());
      resource.putAll(pairs("OTEL_RESOURCE_ATTRIBUTES"));
      var named = resource.getOrDefault("service.name", "higuma");
      var name = value("OTEL_SERVICE_NAME");
      all.put("quarkus.otel.service.name", name.isEmpty() ? named : name);
      resource.remove("service.name");
      put(all, "quarkus.otel.resource.attributes", resource);
    }
    return all;
  }

  private static void put(Map<String, String> all, String property, Map<String, String> pairs) {
    if (!pairs.isEmpty()) {
      var list = pairs.entrySet().stream().map(pair -> pair.getKey() + "=" + pair.getValue());
      // A comma separates entries of a list, so one in a value is escaped.
      all.put(
          property, list.map(pair -> pair.replace(",", "\\,")).collect(Collectors.joining(",")));
    }
  }

  private String sampler() {
    var name = value("OTEL_TRACES_SAMPLER");
    if (name.isEmpty()) {
      return "parentbased_always_on";
    }
    if (!SAMPLERS.contains(name)) {
      throw new IllegalArgumentException(
          "OTEL_TRACES_SAMPLER: '"
              + name
              + "' is not known: expected always_on, always_off, traceidratio, or one of these"
              + " with parentbased_ before it");
    }
    return name;
  }

  private double ratio() {
    var text = value("OTEL_TRACES_SAMPLER_ARG");
    double ratio;
    try {
      ratio = text.isEmpty() ? 1 : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      ratio = Double.NaN;
    }
    if (ratio >= 0 && ratio <= 1) {
      return ratio;
    }
    throw new IllegalArgumentException(
        "OTEL_TRACES_SAMPLER_ARG: '" + text + "' is not a number from 0 to 1");
  }

  private Map<String, String> pairs(String... names) {
    Map<String, String> pairs = new LinkedHashMap<>();
    List<String> invalid = new ArrayList<>();
    for (var pair : value(names).split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        var value = URLDecoder.decode(pair.substring(equals + 1).strip(), StandardCharsets.UTF_8);
        pairs.put(pair.substring(0, equals).strip(), value);
      } else if (!pair.isBlank()) {
        invalid.add(pair);
      }
    }
    if (!invalid.isEmpty()) {
      // The value may be a secret.
      throw new IllegalArgumentException(
          String.join(", ", names) + ": expected name=value, separated by commas");
    }
    return pairs;
  }

  /** The first value that is not empty. */
  private String value(String... names) {
    for (var name : names) {
      var value = environment.getOrDefault(name, "").strip();
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}
