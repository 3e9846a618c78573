package io.higuma.app;

import io.higuma.tls.Lifetimes;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things of our own authority last; {@link Lifetimes} says what each means. */
@ConfigMapping(prefix = "higuma.certificates")
public interface CertificateLifetimes {

  /** An authority. */
  @WithDefault("1095d")
  Duration authority();

  /** A server's certificate. */
  @WithDefault("90d")
  Duration serving();

  /** How long the next authority is trusted before it signs. */
  @WithDefault("60s")
  Duration overlap();

  /** How often it is looked at whether something is due. */
  @WithDefault("10s")
  Duration check();

  /** All of them. */
  default Lifetimes lives() {
    return new Lifetimes(authority(), serving(), overlap(), check());
  }
}
