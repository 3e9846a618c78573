package io.higuma.api.status;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A refusal, failure or skip of an admission request, or a Kubernetes Event of this replica.
 *
 * @param at when it happened last
 * @param count how often it happened, within the hour before {@code at}
 * @param source {@code admission} or {@code event}
 * @param outcome {@code refused}, {@code failed} or {@code skipped}; of Events {@code normal} or
 *     {@code warning}
 * @param kind kind of the object; empty if the request was not read
 * @param namespace namespace of the object; empty if it has none
 * @param name name of the object, or the prefix of a generated name; empty if unknown
 * @param reason a stable code, or the reason of the Event
 * @param message a sentence, at most 1000 characters
 */
@Schema(
    name = "LoggedEvent",
    requiredProperties = {
      "at",
      "count",
      "source",
      "outcome",
      "kind",
      "namespace",
      "name",
      "reason",
      "message"
    })
public record LoggedEvent(
    String at,
    int count,
    @Schema(enumeration = {"admission", "event"}) String source,
    @Schema(enumeration = {"refused", "failed", "skipped", "normal", "warning"}) String outcome,
    String kind,
    String namespace,
    String name,
    String reason,
    String message) {}
