package io.higuma.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.config.ConfigRevision;
import io.higuma.settings.LivePaths;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A revision of the overrides.
 *
 * @param revision its number, from 1
 * @param at the time of the change
 * @param by the user, or the program that edited the ConfigMap
 * @param via how it was changed
 * @param note description of the change
 * @param overrides all overrides, below {@code runtime.kubernetes.injector}
 */
@Schema(
    name = "Revision",
    requiredProperties = {"revision", "at", "by", "via", "note", "overrides"})
public record RevisionView(
    long revision,
    @Schema(format = "date-time") String at,
    String by,
    @Schema(enumeration = {"api", "configmap"}) String via,
    String note,
    @Schema(implementation = Object.class) JsonNode overrides) {

  static RevisionView of(ConfigRevision revision) {
    return new RevisionView(
        revision.number(),
        revision.at().toString(),
        revision.by(),
        revision.via(),
        revision.note(),
        revision.overrides().at("/" + LivePaths.ROOT.replace('.', '/')).deepCopy());
  }
}
