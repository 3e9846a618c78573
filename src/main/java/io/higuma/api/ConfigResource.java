package io.higuma.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.settings.LivePaths;
import io.higuma.settings.OverrideChange;
import io.higuma.settings.SettingsJson;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** REST resource {@code /config}: reads and changes settings. */
@Path("/config")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Configuration", description = "Read and change settings at runtime.")
@APIResponse(responseCode = "401", ref = "Problem")
@APIResponse(responseCode = "403", ref = "Problem")
@APIResponse(responseCode = "404", ref = "Problem")
@APIResponse(responseCode = "503", ref = "Problem")
public class ConfigResource {
  static final String MERGE_PATCH = "application/merge-patch+json";
  static final String JSON_PATCH = "application/json-patch+json";
  private static final String LIVE = "runtime/kubernetes/injector";

  private final ConfigService config;

  /** Creates the resource. */
  @Inject
  public ConfigResource(ConfigService config) {
    this.config = config;
  }

  /** The whole configuration. */
  @GET
  @Operation(
      operationId = "getConfig",
      summary = "The whole configuration, in the format of Kuma's GET /config")
  @APIResponse(
      responseCode = "200",
      description = "The configuration. Secrets are masked.",
      content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
  public JsonNode all() {
    return SettingsJson.of(config.settings());
  }

  /** A setting or a section, and where each value comes from. */
  @GET
  @Path("{path: .+}")
  @Operation(
      operationId = "getConfigValue",
      summary = "A setting or a section, and where each value comes from",
      description = "The path is the keys of the configuration file, joined by slashes.")
  @APIResponse(
      responseCode = "200",
      description = "The value, with an ETag that changes with it and is the same on all replicas.",
      headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
      content = @Content(schema = @Schema(implementation = ConfigView.class)))
  @APIResponse(responseCode = "304", description = "Not modified: the ETag matches If-None-Match.")
  public Response value(
      @PathParam("path") String path,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
    var view = config.view(dotted(path)).orElseThrow(() -> unknown(path));
    var tag = new EntityTag(view.tag());
    var response =
        ifNoneMatch != null && new Precondition(ifNoneMatch).holds(view.tag())
            ? Response.notModified(tag)
            : Response.ok(view).tag(tag);
    return response.header(HttpHeaders.CACHE_CONTROL, "no-cache").build();
  }

  /** Changes one or more settings. */
  @PATCH
  @Path("{path: .+}")
  @Consumes({MERGE_PATCH, JSON_PATCH})
  @Operation(
      operationId = "patchConfigValue",
      summary = "Change settings of runtime.kubernetes.injector",
      description =
          "A merge patch or a JSON patch of the \"value\" that GET returns. Set values override"
              + " file and environment, on all replicas and after restarts; removed values"
              + " (null in a merge patch) fall back to them.")
  @Parameter(
      name = DryRun.NAME,
      in = ParameterIn.QUERY,
      description = DryRun.DESCRIPTION,
      schema = @Schema(type = SchemaType.STRING, defaultValue = "false"))
  @RequestBody(
      required = true,
      content = {
        @Content(mediaType = MERGE_PATCH, schema = @Schema(implementation = Object.class)),
        @Content(mediaType = JSON_PATCH, schema = @Schema(type = SchemaType.ARRAY))
      })
  @APIResponse(
      responseCode = "200",
      description = "The result of the change, or of the dry run.",
      headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
      content = @Content(schema = @Schema(implementation = ChangeView.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "405", ref = "Problem")
  @APIResponse(responseCode = "409", ref = "Problem")
  @APIResponse(responseCode = "412", ref = "Problem")
  @APIResponse(responseCode = "415", ref = "Problem")
  @APIResponse(responseCode = "422", ref = "Problem")
  @APIResponse(responseCode = "428", ref = "Problem")
  public Response patch(
      @PathParam("path") String path,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String mediaType,
      @Context UriInfo uri,
      @Context SecurityContext caller,
      String body) {
    var target = changeable(path);
    var request = request(target, ifMatch, caller, "changed", uri);
    return response(config.change(PatchBody.read(target, mediaType, body), request));
  }

  /** Removes the overrides of a setting or a section. */
  @DELETE
  @Path("{path: .+}")
  @Operation(
      operationId = "deleteOverride",
      summary = "Remove overrides, so that settings fall back to file and environment",
      description = "Removes all overrides at or below the path.")
  @Parameter(
      name = DryRun.NAME,
      in = ParameterIn.QUERY,
      description = DryRun.DESCRIPTION,
      schema = @Schema(type = SchemaType.STRING, defaultValue = "false"))
  @APIResponse(
      responseCode = "200",
      description = "The result of the change, or of the dry run.",
      headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
      content = @Content(schema = @Schema(implementation = ChangeView.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "405", ref = "Problem")
  @APIResponse(responseCode = "412", ref = "Problem")
  @APIResponse(responseCode = "422", ref = "Problem")
  @APIResponse(responseCode = "428", ref = "Problem")
  public Response delete(
      @PathParam("path") String path,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @Context UriInfo uri,
      @Context SecurityContext caller) {
    var target = changeable(path);
    var request = request(target, ifMatch, caller, "removed overrides of", uri);
    return response(config.change(new OverrideChange.Removal(target), request));
  }

  /** The history of changes. */
  @GET
  @Path(LIVE + "/history")
  @Operation(operationId = "getHistory", summary = "The last changes, the newest first")
  @APIResponse(
      responseCode = "200",
      description = "At most 20 changes, and rejected configuration with the reason.",
      content = @Content(schema = @Schema(implementation = HistoryView.class)))
  public HistoryView history() {
    return config.history();
  }

  /** Rolls back to an earlier revision. */
  @POST
  @Path(LIVE + "/rollback/{revision}")
  @Operation(
      operationId = "rollBack",
      summary = "Roll back to the overrides of an earlier revision",
      description = "The rollback is a change that creates a new revision.")
  @Parameter(
      name = DryRun.NAME,
      in = ParameterIn.QUERY,
      description = DryRun.DESCRIPTION,
      schema = @Schema(type = SchemaType.STRING, defaultValue = "false"))
  @APIResponse(
      responseCode = "200",
      description = "The result of the change, or of the dry run.",
      headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
      content = @Content(schema = @Schema(implementation = ChangeView.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "405", ref = "Problem")
  @APIResponse(responseCode = "412", ref = "Problem")
  @APIResponse(responseCode = "422", ref = "Problem")
  @APIResponse(responseCode = "428", ref = "Problem")
  public Response rollBack(
      @PathParam("revision") long revision,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      @Context UriInfo uri,
      @Context SecurityContext caller) {
    var note = "rolled back to revision " + revision + ":";
    return response(config.rollBack(revision, request(LivePaths.ROOT, ifMatch, caller, note, uri)));
  }

  private static String dotted(String path) {
    var trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (trimmed.indexOf('.') >= 0) {
      throw unknown(path);
    }
    return trimmed.replace('/', '.');
  }

  private static ProblemException unknown(String path) {
    return new ProblemException(
        Problem.Kind.NOT_FOUND, "there is no setting or section /config/" + path);
  }

  /** The dotted path, if it can be changed. */
  private String changeable(String path) {
    var dotted = dotted(path);
    var found = config.view(dotted);
    if (found.isPresent() && !LivePaths.isLive(dotted)) {
      throw new ProblemException(
          Problem.Kind.NOT_CHANGEABLE, dotted + " " + LivePaths.notLive(dotted));
    }
    return found.map(ConfigView::path).orElseThrow(() -> unknown(path));
  }

  private static ConfigService.Request request(
      String path, @Nullable String ifMatch, SecurityContext caller, String note, UriInfo uri) {
    boolean dryRun = DryRun.of(uri.getQueryParameters());
    if (ifMatch == null) {
      throw new ProblemException(
          Problem.Kind.NO_PRECONDITION,
          "send If-Match with the ETag that GET of " + path + " gives, or with *");
    }
    return new ConfigService.Request(
        path, new Precondition(ifMatch), caller.getUserPrincipal().getName(), note, dryRun);
  }

  private static Response response(ConfigAnswer answer) {
    return switch (answer) {
      case ConfigAnswer.Rejected(var problem) -> ProblemException.response(problem);
      case ConfigAnswer.Done(var change) ->
          Response.ok(change).tag(new EntityTag(change.config().tag())).build();
    };
  }
}
