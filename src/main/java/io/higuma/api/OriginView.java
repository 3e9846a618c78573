package io.higuma.api;

import io.higuma.settings.Origin;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where a value comes from.
 *
 * @param from the kind of source
 * @param name the file, the environment variable or the key of {@code --set}; else empty
 */
@Schema(
    name = "Origin",
    requiredProperties = {"from", "name"})
public record OriginView(
    @Schema(enumeration = {"default", "file", "env", "set", "override"}) String from, String name) {

  static OriginView of(Origin origin) {
    return new OriginView(
        switch (origin.layer()) {
          case DEFAULT -> "default";
          case FILE -> "file";
          case ENV -> "env";
          case SET -> "set";
          case OVERRIDE -> "override";
        },
        origin.name());
  }
}
