package io.higuma.cli;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.formatters.StructuredFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.jboss.logmanager.handlers.ConsoleHandler.Target;

/**
 * Where log lines go. The webhook is open before anything else is loaded, so it cannot wait for
 * Quarkus to set logging up: until somebody did, every line would be held back.
 */
final class Logs {
  private static final String MANAGER = "java.util.logging.manager";
  private static final String MANAGER_CLASS = "org.jboss.logmanager.LogManager";
  private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5p [%c{3.}] %s%e%n";

  private Logs() {}

  /**
   * Log lines go nowhere: a short command says itself what there is to say. Must come before
   * anything makes a logger.
   */
  static void none() {
    System.setProperty(MANAGER, MANAGER_CLASS);
  }

  /**
   * Log lines go to the standard error from now on. Must come before anything makes a logger: the
   * JDK chooses its log manager only once.
   *
   * @return sets all that up again after somebody else has set logging up, as Quarkus does
   */
  static Runnable start(LogOptions options) {
    System.setProperty(MANAGER, MANAGER_CLASS);
    var console = new ConsoleHandler(Target.SYSTEM_ERR, formatter(options.format()));
    console.setLevel(Level.ALL);
    // The first record of a process looks for the host's name. A native executable cannot do so on
    // a virtual thread, where the first line may come from.
    var _ = new ExtLogRecord(Level.INFO, "", Logs.class.getName());
    Runnable setUp = () -> setUp(console, level(options.level()));
    setUp.run();
    return setUp;
  }

  private static void setUp(Handler console, Level level) {
    var context = LogContext.getLogContext();
    context.getLogger("").setLevel(level.intValue() < Level.INFO.intValue() ? Level.INFO : level);
    context.getLogger("io.higuma").setLevel(level);
    InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {console});
  }

  /** Writes lines in this form. */
  static Formatter formatter(LogOptions.Format format) {
    return switch (format) {
      case text -> new PatternFormatter(PATTERN);
      case json -> {
        var json = new JsonFormatter();
        json.setExceptionOutputType(StructuredFormatter.ExceptionOutputType.FORMATTED);
        yield json;
      }
    };
  }

  /** Here and not with the options, so that other commands load no logging. */
  private static Level level(LogOptions.Verbosity verbosity) {
    return switch (verbosity) {
      case off -> Level.OFF;
      case error -> org.jboss.logmanager.Level.ERROR;
      case warn -> org.jboss.logmanager.Level.WARN;
      case info -> Level.INFO;
      case debug -> org.jboss.logmanager.Level.DEBUG;
    };
  }
}
