package io.higuma.sandbox;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.FileHandler;

/** Log lines of the sandbox go to a file, so that they do not run through the screen. */
final class SandboxLog {
  private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5p [%c{3.}] %s%e%n";

  private SandboxLog() {}

  /** Must come before anything makes a logger. */
  static void start(Path file) throws FileNotFoundException {
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    var handler = new FileHandler(new PatternFormatter(PATTERN), file.toFile());
    handler.setLevel(Level.ALL);
    LogContext.getLogContext().getLogger("").setLevel(Level.INFO);
    InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {handler});
  }
}
