package io.higuma.api;

import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.ApiServer;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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

  private static volatile Runnable whenServed = () -> {};

  /**
   * Starts what {@code server} asks for, which may be nothing; ends with the process.
   *
   * @param served runs when the API is served: Quarkus has set up by then what it sets up for the
   *     whole process, such as logging
   * @param loops of the process
   */
  public static void start(
      ApiServer server, ApiDoor.Rooms rooms, Runnable served, LoopSupervisor loops) {
    if (!server.http().enabled() && !server.https().enabled()) {
      return;
    }
    ApiDoor.open(rooms);
    whenServed = served;
    properties(server).forEach(System::setProperty);
    loops.platformTask("api", () -> Quarkus.run(null, ApiProcess::ended));
  }

  /** Hears of the start. */
  @ApplicationScoped
  static class Served {
    void served(@Observes StartupEvent event) {
      whenServed.run();
    }
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
