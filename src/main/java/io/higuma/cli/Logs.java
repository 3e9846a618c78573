package io.higuma.cli;

/** Which logging framework a process has. */
public final class Logs {
  private static final String MANAGER = "java.util.logging.manager";
  private static final String MANAGER_CLASS = "org.jboss.logmanager.LogManager";

  private Logs() {}

  /**
   * Log lines are held back until Quarkus sets logging up, which it never does in short commands:
   * these say themselves what there is to say. Must come before anything makes a logger: the JDK
   * chooses its log manager only once.
   */
  public static void hold() {
    System.setProperty(MANAGER, MANAGER_CLASS);
  }
}
