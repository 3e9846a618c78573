package io.higuma.api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** REST resources {@code /explain} and {@code /preview}; read-only. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Workloads", description = "How Pods are injected, and why.")
@APIResponse(responseCode = "401", ref = "Problem")
@APIResponse(responseCode = "403", ref = "Problem")
@APIResponse(responseCode = "503", ref = "Problem")
public class WorkloadResource {
  private static final String TARGETS =
      "A Pod, a Pod template, a workload or a list of them; or {\"namespace\": …, \"name\": …} of a"
          + " Pod in the cluster, with \"apiVersion\" and \"kind\" of a workload in the cluster.";

  private final WorkloadService workloads;

  /** Creates the resource. */
  @Inject
  public WorkloadResource(WorkloadService workloads) {
    this.workloads = workloads;
  }

  /** Explains the decision about workloads. */
  @POST
  @Path("explain")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "explain",
      summary = "Why Pods are injected or not, rule by rule",
      description =
          "The same as higuma explain -o json. A Pod of the cluster is explained as if it were"
              + " created now; its injection state and its Dataplane are added.")
  @RequestBody(
      required = true,
      description = TARGETS,
      content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
  @APIResponse(
      responseCode = "200",
      description = "One explanation for each Pod or template.",
      content = @Content(schema = @Schema(implementation = Explanations.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "415", ref = "Problem")
  public JsonNode explain(
      @QueryParam("namespace") @DefaultValue("default") String namespace, String body) {
    return workloads.explain(WorkloadQuery.read(body, namespace));
  }

  /** Previews the injected object. */
  @POST
  @Path("preview")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "preview", summary = "The injected objects, and the difference")
  @RequestBody(
      required = true,
      description = TARGETS,
      content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
  @APIResponse(
      responseCode = "200",
      description = "The object with its Pods injected.",
      content = @Content(schema = @Schema(implementation = PreviewView.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "415", ref = "Problem")
  public PreviewView preview(
      @QueryParam("namespace") @DefaultValue("default") String namespace, String body) {
    return workloads.preview(WorkloadQuery.read(body, namespace));
  }
}
