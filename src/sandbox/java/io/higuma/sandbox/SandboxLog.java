package io.higuma.sandbox;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.FileHandler;

/** Writes log lines of the sandbox to a file instead of the terminal. */
final class SandboxLog {
  /** The configuration of Quarkus, which is not running in this process. */
  private static final String CONFIGURATION = "/application.properties";

  private static final String FORMAT = "quarkus.log.console.format";

  private SandboxLog() {}

  /** Must be called before the first logger is created. */
  static void start(Path file) throws IOException {
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    var handler = new FileHandler(new PatternFormatter(consoleFormat()), file.toFile());
    handler.setLevel(Level.ALL);
    LogContext.getLogContext().getLogger("").setLevel(Level.INFO);
    InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {handler});
  }

  /** The format of the control plane, so that both logs read the same. */
  private static String consoleFormat() throws IOException {
    try (var in = SandboxLog.class.getResourceAsStream(CONFIGURATION)) {
      var configuration = new Properties();
      configuration.load(Objects.requireNonNull(in, CONFIGURATION));
      return Objects.requireNonNull(configuration.getProperty(FORMAT), FORMAT);
    }
  }
}
