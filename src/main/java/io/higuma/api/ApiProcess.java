package io.higuma.api;

import io.higuma.settings.ApiServer;
import io.quarkus.runtime.Quarkus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Starts the API by starting Quarkus, in the background: the webhook is open before and does not
 * wait for it.
 */
public final class ApiProcess {
  private static final Logger LOG = Logger.getLogger(ApiProcess.class);

  private ApiProcess() {}

  /** Starts what {@code server} asks for, which may be nothing; ends with the process. */
  public static void start(ApiServer server, ApiDoor.Rooms rooms) {
    if (!server.http().enabled() && !server.https().enabled()) {
      return;
    }
    ApiDoor.open(rooms);
    properties(server).forEach(System::setProperty);
    var thread = new Thread(() -> Quarkus.run(null, ApiProcess::ended), "api");
    thread.setDaemon(true);
    thread.start();
  }

  private static void ended(Integer exitCode, Throwable fault) {
    if (fault != null) {
      LOG.errorf("the API could not be served on the ports of apiServer: %s", cause(fault));
      System.exit(exitCode);
    }
  }

  private static Throwable cause(Throwable fault) {
    return fault.getCause() == null ? fault : cause(fault.getCause());
  }

  /** What Quarkus must know before it starts. */
  private static Map<String, String> properties(ApiServer server) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("quarkus.http.port", Integer.toString(server.http().port()));
    properties.put("quarkus.http.ssl-port", Integer.toString(server.https().port()));
    properties.put("quarkus.http.read-timeout", server.readTimeout().toMillis() + "ms");
    if (!server.http().enabled()) {
      properties.put("quarkus.http.insecure-requests", "disabled");
    }
    if (!server.corsAllowedDomains().isEmpty()) {
      properties.put("quarkus.http.cors.origins", String.join(",", server.corsAllowedDomains()));
    }
    return properties;
  }
}
