package io.higuma.cli;

import io.higuma.config.FollowedConfig;

/** Runs the control plane for {@code higuma run}. */
@FunctionalInterface
public interface ControlPlaneRunner {

  /**
   * Runs until the process is told to stop.
   *
   * @param start the settings, which are good
   * @param logs what is logged and how
   * @param terminal where it is said why it cannot start
   * @return the exit code
   */
  int run(FollowedConfig.Start start, LogOptions logs, Terminal terminal);
}
