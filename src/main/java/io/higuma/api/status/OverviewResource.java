package io.higuma.api.status;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** REST resources {@code /overview} and {@code /overview/events}; read-only. */
@Path("/overview")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Overview", description = "The state of the control plane.")
@APIResponse(responseCode = "401", ref = "Problem")
@APIResponse(responseCode = "403", ref = "Problem")
@APIResponse(responseCode = "503", ref = "Problem")
public class OverviewResource {
  private final Overview overview;
  private final EventLog events;

  /** Creates the resource. */
  @Inject
  public OverviewResource(Overview overview, EventLog events) {
    this.overview = overview;
    this.events = events;
  }

  /** Summarizes the control plane and the Pods. */
  @GET
  @Operation(
      operationId = "overview",
      summary = "Numbers of Pods and Dataplanes, leader, certificate, and the last hour",
      description =
          "The samples and the connected sidecars are those of the replica that answers; the Pods"
              + " and Dataplanes are those of the cluster.")
  @APIResponse(
      responseCode = "200",
      description = "The state now.",
      content = @Content(schema = @Schema(implementation = OverviewView.class)))
  public OverviewView overview() {
    return overview.now();
  }

  /** Lists events and refusals. */
  @GET
  @Path("events")
  @Operation(
      operationId = "overviewEvents",
      summary = "The last hour's refusals, failures, skips and Events of the replica that answers",
      description = "The newest first. Repetitions are counted; dry runs are left out.")
  @APIResponse(
      responseCode = "200",
      description = "At most 250 of admission and 250 Events.",
      content = @Content(schema = @Schema(implementation = LoggedEvents.class)))
  public LoggedEvents events() {
    return new LoggedEvents(events.lastHour());
  }
}
