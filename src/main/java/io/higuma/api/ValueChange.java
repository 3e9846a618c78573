package io.higuma.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.settings.LivePaths;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsJson;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A setting whose value changes.
 *
 * @param path its keys, joined by dots
 */
@Schema(requiredProperties = {"path", "before", "after"})
public record ValueChange(
    String path,
    @Schema(implementation = Object.class) JsonNode before,
    @Schema(implementation = Object.class) JsonNode after) {

  /** All changes of live settings. */
  static List<ValueChange> between(Settings before, Settings after) {
    List<ValueChange> changes = new ArrayList<>();
    for (var leaf : LivePaths.leavesAt(LivePaths.ROOT)) {
      var oldValue = SettingsJson.at(before, leaf.path()).orElseThrow();
      var newValue = SettingsJson.at(after, leaf.path()).orElseThrow();
      if (!oldValue.equals(newValue)) {
        changes.add(new ValueChange(leaf.path(), oldValue, newValue));
      }
    }
    return List.copyOf(changes);
  }
}
