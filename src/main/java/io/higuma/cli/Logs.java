package io.higuma.cli;

/** Selects the log manager of the process. */
public final class Logs {
  private static final String MANAGER = "java.util.logging.manager";
  private static final String MANAGER_CLASS = "org.jboss.logmanager.LogManager";

  private Logs() {}

  /**
   * Selects the log manager that buffers log lines until Quarkus sets logging up. Short commands
   * never do that; they print their messages themselves. Must run before the first logger is
   * created: the JDK chooses its log manager only once.
   */
  public static void hold() {
    System.setProperty(MANAGER, MANAGER_CLASS);
  }
}
