package io.higuma.cli.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the standard variables of OpenTelemetry say about traces, as far as Higuma follows them.
 *
 * @param older the endpoint of Kuma's own setting, which counts where no variable names one
 * @param environment all variables
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OTLP Exporter
 *     Configuration</a>
 */
record Destination(String older, Map<String, String> environment) {
  private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
  private static final String PATH = "v1/traces";
  private static final String USUAL = "http://localhost:4318";
  private static final String HTTP = "http/protobuf";

  /** The URL that spans are sent to. */
  String endpoint() {
    var exact = value(TRACES_ENDPOINT);
    if (!exact.isEmpty()) {
      return exact;
    }
    var base = value(ENDPOINT);
    if (base.isEmpty()) {
      base = older.isEmpty() ? USUAL : withScheme(older);
    }
    return base + (base.endsWith("/") ? "" : "/") + PATH;
  }

  /** Kuma's setting is a host and a port. */
  private static String withScheme(String endpoint) {
    return endpoint.contains("://") ? endpoint : "http://" + endpoint;
  }

  /** What is asked for and not done. */
  List<String> warnings() {
    var protocol = value("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", PROTOCOL);
    return protocol.isEmpty() || protocol.equals(HTTP)
        ? List.of()
        : List.of(PROTOCOL + "=" + protocol + " is not spoken; traces go out by " + HTTP);
  }

  SpanExporter exporter() {
    try {
      OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder().setEndpoint(endpoint());
      pairs("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS")
          .forEach(builder::addHeader);
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "traces cannot go to '" + endpoint() + "': " + e.getMessage(), e);
    }
  }

  Sampler sampler() {
    var name = value("OTEL_TRACES_SAMPLER");
    return switch (name) {
      case "", "parentbased_always_on" -> Sampler.parentBased(Sampler.alwaysOn());
      case "parentbased_always_off" -> Sampler.parentBased(Sampler.alwaysOff());
      case "parentbased_traceidratio" -> Sampler.parentBased(Sampler.traceIdRatioBased(ratio()));
      case "always_on" -> Sampler.alwaysOn();
      case "always_off" -> Sampler.alwaysOff();
      case "traceidratio" -> Sampler.traceIdRatioBased(ratio());
      default ->
          throw new IllegalArgumentException(
              "OTEL_TRACES_SAMPLER: '"
                  + name
                  + "' is not known: expected always_on, always_off, traceidratio, or one of these"
                  + " with parentbased_ before it");
    };
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
        "OTEL_TRACES_SAMPLER_ARG: '" + text + "' is no number from 0 to 1");
  }

  /** Who sends; the variables win over what Higuma says of itself. */
  Resource resource(Tracing.Service service) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("service.name", "higuma");
    all.put("service.version", service.version());
    all.put("service.instance.id", service.instance());
    all.putAll(pairs("OTEL_RESOURCE_ATTRIBUTES"));
    var name = value("OTEL_SERVICE_NAME");
    if (!name.isEmpty()) {
      all.put("service.name", name);
    }
    var attributes = Attributes.builder();
    all.forEach((key, value) -> attributes.put(AttributeKey.stringKey(key), value));
    return Resource.getDefault().merge(Resource.create(attributes.build()));
  }

  private Map<String, String> pairs(String... names) {
    Map<String, String> pairs = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    for (var pair : value(names).split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        var value = URLDecoder.decode(pair.substring(equals + 1).strip(), StandardCharsets.UTF_8);
        pairs.put(pair.substring(0, equals).strip(), value);
      } else if (!pair.isBlank()) {
        wrong.add(pair);
      }
    }
    if (!wrong.isEmpty()) {
      // The value may be a secret.
      throw new IllegalArgumentException(
          String.join(", ", names) + ": expected name=value, separated by commas");
    }
    return pairs;
  }

  /** Of the first of them that says anything. */
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
