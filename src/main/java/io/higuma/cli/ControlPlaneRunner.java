package io.higuma.cli;

import io.higuma.config.FollowedConfig;

/** Runs the control plane for {@code higuma run}. */
@FunctionalInterface
public interface ControlPlaneRunner {

  /**
   * Runs until the process receives a signal to stop.
   *
   * @param start the valid settings
   * @param logs the log options
   * @param terminal receives the error if it cannot start
   * @return the exit code
   */
  int run(FollowedConfig.Start start, LogOptions logs, Terminal terminal);
}
