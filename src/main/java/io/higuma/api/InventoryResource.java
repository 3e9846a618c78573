package io.higuma.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** REST resources {@code /inventory} and {@code /inventory/workloads}; read-only. */
@Path("/inventory")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Workloads", description = "How Pods are injected, and why.")
@APIResponse(responseCode = "400", ref = "Problem")
@APIResponse(responseCode = "401", ref = "Problem")
@APIResponse(responseCode = "403", ref = "Problem")
@APIResponse(responseCode = "503", ref = "Problem")
public class InventoryResource {
  private static final String PARAMETERS =
      "namespace, state and name (a part of it) filter; size (1 to 1000) and offset page, and next is"
          + " the path and query of the next page. Without size all that match are listed. The"
          + " Pods were read at the time in at; with Cache-Control: no-cache they are read now.";

  private final Inventory inventory;
  private final NextPage pages;

  @Context
  @SuppressWarnings("NullAway.Init")
  UriInfo uri;

  /** Creates the resource. */
  @Inject
  public InventoryResource(Inventory inventory, NextPage pages) {
    this.inventory = inventory;
    this.pages = pages;
  }

  /** Lists Pods with their injection states. */
  @GET
  @Operation(
      operationId = "inventory",
      summary = "The injection states of the Pods of the cluster",
      description =
          "injected; outdated: would be injected differently if it were created now; skipped;"
              + " missing: should have been injected but is not; unknown. "
              + PARAMETERS)
  @APIResponse(
      responseCode = "200",
      description = "Pods that have not terminated.",
      content = @Content(schema = @Schema(implementation = InventoryView.class)))
  public InventoryView inventory(@BeanParam InventoryParameters parameters) {
    var query = parameters.query();
    return snapshot(query, parameters).list(query, pages.after(uri));
  }

  /** Lists workloads with the injection states of their Pods. */
  @GET
  @Path("workloads")
  @Operation(
      operationId = "inventoryOfWorkloads",
      summary = "The workloads of the cluster, with the number of their Pods in each state",
      description = "With state, those with at least one Pod in it. " + PARAMETERS)
  @APIResponse(
      responseCode = "200",
      description = "Workloads with Pods that have not terminated.",
      content = @Content(schema = @Schema(implementation = InventoriedWorkloads.class)))
  public InventoriedWorkloads workloads(@BeanParam InventoryParameters parameters) {
    var query = parameters.query();
    return snapshot(query, parameters).listWorkloads(query, pages.after(uri));
  }

  private InventorySnapshot snapshot(InventoryQuery query, InventoryParameters parameters) {
    return parameters.mustBeNew() ? inventory.fresh(query.namespace()) : inventory.recent();
  }
}
