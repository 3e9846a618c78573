package io.higuma.sandbox;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.FileHandler;

/** Writes log lines of the sandbox to a file instead of the terminal. */
final class SandboxLog {
  private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5p [%c{3.}] %s%e%n";

  private SandboxLog() {}

  /** Must be called before the first logger is created. */
  static void start(Path file) throws FileNotFoundException {
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    var handler = new FileHandler(new PatternFormatter(PATTERN), file.toFile());
    handler.setLevel(Level.ALL);
    LogContext.getLogContext().getLogger("").setLevel(Level.INFO);
    InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {handler});
  }
}
