package io.higuma.app;

import io.higuma.app.tracing.TraceExport;
import io.higuma.cli.LogOptions;
import io.higuma.settings.AllowedOrigin;
import io.higuma.settings.ApiServer;
import io.higuma.settings.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Translates the settings of the control plane to Quarkus properties. */
final class QuarkusProperties {
  /** Quarkus has no value for none: with 0 it ends every request whose body is not there yet. */
  private static final Duration NO_TIMEOUT = Duration.ofDays(365);

  private QuarkusProperties() {}

  /** The Quarkus properties for these settings. */
  static Map<String, String> of(Settings settings, LogOptions logs, TraceExport traces) {
    Map<String, String> all = new LinkedHashMap<>();
    // One event loop per processor: they serve the webhook and never block.
    all.put(
        "quarkus.vertx.event-loops-pool-size",
        Integer.toString(Runtime.getRuntime().availableProcessors()));
    api(settings.apiServer(), all);
    diagnostics(settings, all);
    logs(logs, all);
    all.putAll(traces.properties());
    return all;
  }

  private static void api(ApiServer server, Map<String, String> all) {
    boolean plain = server.http().enabled();
    boolean secure = server.https().enabled();
    all.put("quarkus.http.host-enabled", Boolean.toString(plain || secure));
    all.put("quarkus.http.host", server.http().address());
    all.put("quarkus.http.port", Integer.toString(server.http().port()));
    Duration readTimeout = server.readTimeout().isZero() ? NO_TIMEOUT : server.readTimeout();
    all.put("quarkus.http.read-timeout", readTimeout.toMillis() + "ms");
    all.put("quarkus.http.idle-timeout", server.idleTimeout().toMillis() + "ms");
    if (secure) {
      all.put("quarkus.http.ssl-port", Integer.toString(server.https().port()));
      all.put("quarkus.http.tls-configuration-name", ServerTls.API);
    }
    if (secure && !plain) {
      all.put("quarkus.http.insecure-requests", "disabled");
    }
    // One property each: in a list, commas and backslashes of regular expressions have a meaning.
    var origins = server.corsAllowedDomains();
    for (int i = 0; i < origins.size(); i++) {
      all.put("quarkus.http.cors.origins[" + i + "]", AllowedOrigin.pattern(origins.get(i)));
    }
  }

  private static void diagnostics(Settings settings, Map<String, String> all) {
    var server = settings.diagnostics();
    all.put("quarkus.management.port", Integer.toString(server.serverPort()));
    if (server.tlsEnabled()) {
      all.put("quarkus.management.tls-configuration-name", ServerTls.DIAGNOSTICS);
    }
  }

  private static void logs(LogOptions logs, Map<String, String> all) {
    var level = logs.level().name().toUpperCase(Locale.ROOT);
    boolean isDebug = logs.level() == LogOptions.Verbosity.debug;
    all.put("quarkus.log.level", isDebug ? "INFO" : level);
    all.put("quarkus.log.category.\"io.higuma\".level", level);
    all.put(
        "quarkus.log.console.json.enabled",
        Boolean.toString(logs.format() == LogOptions.Format.json));
  }
}
