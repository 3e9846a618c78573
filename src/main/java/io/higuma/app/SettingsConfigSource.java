package io.higuma.app;

import io.smallrye.config.common.MapBackedConfigSource;
import java.util.Map;

/**
 * What the settings of the control plane mean for Quarkus. Wins over {@code
 * application.properties}; system properties and environment variables of Quarkus win over it.
 */
public final class SettingsConfigSource extends MapBackedConfigSource {
  private static final long serialVersionUID = 1;
  private static final int ORDINAL = 275;

  /** Of what this process was started with. */
  public SettingsConfigSource() {
    super(
        "settings of the control plane",
        Launch.find().map(Launch::properties).orElse(Map.of()),
        ORDINAL);
  }
}
