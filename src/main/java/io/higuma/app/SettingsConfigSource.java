package io.higuma.app;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of the control plane mean for Quarkus. Wins over {@code
 * application.properties}; system properties and environment variables of Quarkus win over it.
 */
public final class SettingsConfigSource implements ConfigSource {
  private static final int ORDINAL = 275;

  private final Map<String, String> properties =
      Launch.find().map(Launch::properties).orElse(Map.of());

  /** Of what this process was started with. */
  public SettingsConfigSource() {}

  @Override
  public Map<String, String> getProperties() {
    return properties;
  }

  @Override
  public Set<String> getPropertyNames() {
    return properties.keySet();
  }

  @Override
  public @Nullable String getValue(String name) {
    return properties.get(name);
  }

  @Override
  public String getName() {
    return "settings of the control plane";
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }
}
