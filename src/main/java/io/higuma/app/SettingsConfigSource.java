package io.higuma.app;

import io.smallrye.config.common.MapBackedConfigSource;
import java.util.Map;

/**
 * Config source with the {@link QuarkusProperties} of this process. Overrides {@code
 * application.properties}; system properties and environment variables of Quarkus override it.
 */
public final class SettingsConfigSource extends MapBackedConfigSource {
  private static final long serialVersionUID = 1;
  private static final int ORDINAL = 275;

  /** Reads the properties of {@link Launch}. */
  public SettingsConfigSource() {
    super(
        "settings of the control plane",
        Launch.find().map(Launch::properties).orElse(Map.of()),
        ORDINAL);
  }
}
