package io.higuma.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.settings.Catalogue;
import io.higuma.settings.LivePaths;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.Origin;
import io.higuma.settings.SettingLeaf;
import io.higuma.settings.SettingsJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A setting or a section with its values and their origins.
 *
 * @param path its keys, joined by dots
 * @param value the value in force, in the format of the configuration file
 * @param origins where each value comes from, by full path
 * @param overridden for each overridden value, the value without the override
 */
@Schema(
    name = "ConfigValue",
    requiredProperties = {"path", "value", "origins", "overridden"})
public record ConfigView(
    String path,
    @Schema(implementation = Object.class) JsonNode value,
    Map<String, OriginView> origins,
    Map<String, BaseValue> overridden) {
  private static final int TAG_BYTES = 12;

  /**
   * The value without an override.
   *
   * @param value the value
   * @param origin where it comes from
   */
  @Schema(
      name = "Overridden",
      requiredProperties = {"value", "origin"})
  public record BaseValue(
      @Schema(implementation = Object.class) JsonNode value, OriginView origin) {}

  /** The view of {@code path}; empty if there is no such key. */
  static Optional<ConfigView> of(String path, LoadedSettings.Valid now, LoadedSettings.Valid base) {
    return SettingsJson.at(now.settings(), path)
        .map(value -> new ConfigView(path, value, origins(path, now), overridden(path, now, base)));
  }

  private static Map<String, OriginView> origins(String path, LoadedSettings.Valid now) {
    Map<String, OriginView> origins = new LinkedHashMap<>();
    leaves(path).forEach(leaf -> origins.put(leaf.path(), OriginView.of(origin(now, leaf))));
    return origins;
  }

  private static Map<String, BaseValue> overridden(
      String path, LoadedSettings.Valid now, LoadedSettings.Valid base) {
    Map<String, BaseValue> overridden = new LinkedHashMap<>();
    for (SettingLeaf leaf : leaves(path)) {
      if (origin(now, leaf).layer() == Origin.Layer.OVERRIDE) {
        var value = SettingsJson.at(base.settings(), leaf.path()).orElseThrow();
        overridden.put(leaf.path(), new BaseValue(value, OriginView.of(origin(base, leaf))));
      }
    }
    return overridden;
  }

  /** Resolves an alias to its setting. */
  private static List<SettingLeaf> leaves(String path) {
    return Catalogue.byPath(path).map(List::of).orElseGet(() -> LivePaths.leavesAt(path));
  }

  private static Origin origin(LoadedSettings.Valid settings, SettingLeaf leaf) {
    return settings.origins().getOrDefault(leaf.path(), Origin.DEFAULT);
  }

  /** The entity tag: changes with any part of this view, and is the same on all replicas. */
  public String tag() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(ApiJson.MAPPER.valueToTree(this).toString().getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest, TAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
