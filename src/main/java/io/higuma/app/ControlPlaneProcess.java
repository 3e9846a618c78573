package io.higuma.app;

import io.higuma.app.tracing.TraceExport;
import io.higuma.cli.Cli;
import io.higuma.cli.ControlPlaneRunner;
import io.higuma.cli.Exit;
import io.higuma.cli.LogOptions;
import io.higuma.cli.Logs;
import io.higuma.cli.Terminal;
import io.higuma.cli.Version;
import io.higuma.cluster.client.ClusterClients;
import io.higuma.config.FollowedConfig;
import io.higuma.loop.Prefetch;
import io.quarkus.runtime.Quarkus;
import java.net.BindException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Runs the control plane in this process: Quarkus, configured by {@link Launch}. */
final class ControlPlaneProcess implements ControlPlaneRunner {
  @Override
  public int run(FollowedConfig.Start start, LogOptions logs, Terminal terminal) {
    Logs.hold();
    var settings = start.loaded().settings();
    try {
      SidecarTrust.check(settings);
      var identity = ProcessIdentity.create();
      var service = new TraceExport.Service(Version.number(), identity.name());
      var traces = TraceExport.of(settings.tracing().openTelemetry(), terminal.env(), service);
      traces.log();
      var properties = QuarkusProperties.of(settings, logs, traces);
      // On another thread, because this one is busy with the start of Quarkus; not sooner, because
      // two threads that load the logging framework at the same time wait for each other forever.
      Logger.getLogger(ControlPlaneProcess.class).debug("reading the connection to the cluster");
      var connection = Prefetch.start(ClusterClients::connection);
      Launch.set(new Launch(start, identity, properties, connection));
    } catch (StartupException | IllegalArgumentException e) {
      terminal.say("error", String.valueOf(e.getMessage()));
      return Exit.REFUSED;
    }
    var exitCode = new AtomicInteger();
    Quarkus.run(null, (code, fault) -> exitCode.set(ended(code, fault, terminal)));
    return exitCode.get();
  }

  private static int ended(int exitCode, Throwable fault, Terminal terminal) {
    if (fault == null) {
      return exitCode;
    }
    var known = cause(fault, StartupException.class).map(Throwable::getMessage);
    var port = cause(fault, BindException.class).map(taken -> "a port: " + taken.getMessage());
    var message = known.or(() -> port);
    message.ifPresent(text -> terminal.say("error", text));
    return message.isPresent() ? Exit.REFUSED : Cli.failed(fault, terminal);
  }

  private static Optional<Throwable> cause(Throwable fault, Class<? extends Throwable> type) {
    for (var at = fault; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }
}
