package io.higuma.settings;

import io.higuma.kuma.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Settings whose values have no effect, or not in full, because of other settings or of limits. */
final class LimitedEffects {

  /**
   * One of them.
   *
   * @param path the setting
   * @param where for which values it has no effect; the word "here" for all
   * @param reason a sentence
   */
  record Limited(String path, String where, String reason) {}

  private LimitedEffects() {}

  /** All of these settings. */
  static List<Limited> of(Settings settings) {
    List<Limited> found = new ArrayList<>();
    ApiServer.Https https = settings.apiServer().https();
    if (!https.tlsCaFile().isEmpty() && !https.requireClientCert()) {
      found.add(
          new Limited(
              "apiServer.https.tlsCaFile",
              "here",
              "no client certificate is asked for while apiServer.https.requireClientCert is"
                  + " off."));
    }
    Duration shutdown = settings.dpServer().gracefulShutdownTimeout();
    Duration longest = Settings.DpServer.MAX_GRACEFUL_SHUTDOWN;
    boolean isDefault = shutdown.equals(Settings.defaults().dpServer().gracefulShutdownTimeout());
    if (!isDefault && shutdown.compareTo(longest) > 0) {
      found.add(
          new Limited(
              "dpServer.gracefulShutdownTimeout",
              "above " + GoDuration.format(longest),
              "Kubernetes waits 30s for the end of all servers of a replica."));
    }
    return found;
  }
}
