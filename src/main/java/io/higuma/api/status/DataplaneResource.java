package io.higuma.api.status;

import io.higuma.api.ListParameters;
import io.higuma.api.NextPage;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** REST resources below {@code /inventory/dataplanes}; read-only. */
@Path("/inventory/dataplanes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dataplanes", description = "Dataplanes and the connections of their sidecars.")
@APIResponse(responseCode = "400", ref = "Problem")
@APIResponse(responseCode = "401", ref = "Problem")
@APIResponse(responseCode = "403", ref = "Problem")
@APIResponse(responseCode = "503", ref = "Problem")
public class DataplaneResource {
  private final DataplaneInspection dataplanes;
  private final NextPage pages;

  @Context
  @SuppressWarnings("NullAway.Init")
  UriInfo uri;

  /** Creates the resource. */
  @Inject
  public DataplaneResource(DataplaneInspection dataplanes, NextPage pages) {
    this.dataplanes = dataplanes;
    this.pages = pages;
  }

  /** Lists Dataplanes. */
  @GET
  @Operation(
      operationId = "inventoryOfDataplanes",
      summary = "The Dataplanes of the cluster, with the connections of their sidecars",
      description =
          "namespace and name (a part of it) filter; size (1 to 1000) and offset page. The"
              + " connections are some seconds old.")
  @APIResponse(
      responseCode = "200",
      description = "Dataplanes that match.",
      content = @Content(schema = @Schema(implementation = DataplaneRows.class)))
  public DataplaneRows list(@BeanParam ListParameters parameters) {
    return dataplanes.list(parameters.query(), pages.after(uri));
  }

  /** Shows one Dataplane. */
  @GET
  @Path("{namespace}/{name}")
  @Operation(
      operationId = "dataplane",
      summary = "How a Pod becomes a Dataplane, and the connection of its sidecar",
      description =
          "The Dataplane is made from the Pod now. The services say which Services of the namespace"
              + " match, and which labels differ in those that do not.")
  @APIResponse(
      responseCode = "200",
      description = "The Dataplane, or why there is none.",
      content = @Content(schema = @Schema(implementation = DataplaneView.class)))
  @APIResponse(responseCode = "404", ref = "Problem")
  public DataplaneView dataplane(
      @PathParam("namespace") String namespace, @PathParam("name") String name) {
    return dataplanes.of(namespace, name);
  }
}
