package io.higuma.api.status;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The last hour's refusals, failures, skips and Events of this replica.
 *
 * @param events the newest first; at most 250 of admission and 250 Events
 */
@Schema(name = "LoggedEvents", requiredProperties = "events")
public record LoggedEvents(List<LoggedEvent> events) {}
