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

/** REST resource {@code /inventory/patches}; read-only. */
@Path("/inventory/patches")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Patches", description = "ContainerPatches and their users.")
@APIResponse(responseCode = "401", ref = "Problem")
@APIResponse(responseCode = "403", ref = "Problem")
@APIResponse(responseCode = "503", ref = "Problem")
public class PatchResource {
  private final PatchInspection patches;

  /** Creates the resource. */
  @Inject
  public PatchResource(PatchInspection patches) {
    this.patches = patches;
  }

  /** Lists ContainerPatches. */
  @GET
  @Operation(
      operationId = "inventoryOfPatches",
      summary =
          "The ContainerPatches, whether they can be applied, and the workloads that use them",
      description =
          "Workloads use a patch by the annotation kuma.io/container-patches of their Pods, or by"
              + " the setting containerPatches.")
  @APIResponse(
      responseCode = "200",
      description = "All ContainerPatches of the system namespace.",
      content = @Content(schema = @Schema(implementation = PatchesView.class)))
  public PatchesView patches() {
    return patches.all();
  }
}
