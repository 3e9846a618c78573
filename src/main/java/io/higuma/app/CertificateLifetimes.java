package io.higuma.app;

import io.higuma.tls.Lifetimes;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configuration of {@link Lifetimes}, which documents each value. */
@ConfigMapping(prefix = "higuma.certificates")
public interface CertificateLifetimes {

  /** Validity of a CA certificate. */
  @WithDefault("1095d")
  Duration authority();

  /** Validity of a serving certificate. */
  @WithDefault("90d")
  Duration serving();

  /** Minimum time that the next CA is trusted before it signs. */
  @WithDefault("60s")
  Duration overlap();

  /** Interval of checks whether a rotation is due. */
  @WithDefault("10s")
  Duration check();

  /** All values. */
  default Lifetimes lifetimes() {
    return new Lifetimes(authority(), serving(), overlap(), check());
  }
}
