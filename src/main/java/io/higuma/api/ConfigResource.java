package io.higuma.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.settings.LivePaths;
import io.higuma.settings.OverrideChange;
import io.higuma.settings.SettingsJson;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /config}. */
@Path("/config")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Configuration", description = "What is configured, and changes while it runs.")
@APIResponse(responseCode = "401", ref = "Problem")
@APIResponse(responseCode = "403", ref = "Problem")
@APIResponse(responseCode = "404", ref = "Problem")
@APIResponse(responseCode = "503", ref = "Problem")
public class ConfigResource {
  static final String MERGE_PATCH = "application/merge-patch+json";
  static final String JSON_PATCH = "application/json-patch+json";
  private static final String LIVE = "runtime/kubernetes/injector";

  private final ConfigService config;

  /** Shows and changes this. */
  @Inject
  public ConfigResource(ConfigService config) {
    this.config = config;
  }

  /** Everything that is configured. */
  @GET
  @Operation(
      operationId = "getConfig",
      summary = "Everything that is configured, in the form of Kuma's GET /config")
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
      description = "It, with an ETag that changes whenever it does and is the same everywhere.",
      headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
      content = @Content(schema = @Schema(implementation = ConfigView.class)))
  @APIResponse(responseCode = "304", description = "It is as If-None-Match says.")
  public Response value(
      @PathParam("path") String path,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
    var view = config.view(dotted(path)).orElseThrow(() -> unknown(path));
    var tag = new EntityTag(view.tag());
    var answer =
        known != null && new Precondition(known).holds(view.tag())
            ? Response.notModified(tag)
            : Response.ok(view).tag(tag);
    return answer.header(HttpHeaders.CACHE_CONTROL, "no-cache").build();
  }

  /** Changes a setting or several. */
  @PATCH
  @Path("{path: .+}")
  @Consumes({MERGE_PATCH, JSON_PATCH})
  @Operation(
      operationId = "patchConfigValue",
      summary = "Change settings of runtime.kubernetes.injector",
      description =
          "A merge patch or a JSON patch of what GET gives as \"value\". What it sets wins over"
              + " file and environment, on all replicas and after restarts; what it removes"
              + " (null in a merge patch) returns to them.")
  @RequestBody(
      required = true,
      content = {
        @Content(mediaType = MERGE_PATCH, schema = @Schema(implementation = Object.class)),
        @Content(mediaType = JSON_PATCH, schema = @Schema(type = SchemaType.ARRAY))
      })
  @APIResponse(
      responseCode = "200",
      description = "What it came to, or with dryRun would come to.",
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
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String seen,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String mediaType,
      @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
      @Context SecurityContext caller,
      String body) {
    var where = changeable(path);
    var request = request(where, seen, caller, "changed", dryRun);
    return answer(config.change(PatchBody.read(where, mediaType, body), request));
  }

  /** Returns a setting or a section to file and environment. */
  @DELETE
  @Path("{path: .+}")
  @Operation(
      operationId = "deleteOverride",
      summary = "Return settings to what file and environment say",
      description = "Takes back whatever was changed at or below the path.")
  @APIResponse(
      responseCode = "200",
      description = "What it came to, or with dryRun would come to.",
      headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
      content = @Content(schema = @Schema(implementation = ChangeView.class)))
  @APIResponse(responseCode = "405", ref = "Problem")
  @APIResponse(responseCode = "412", ref = "Problem")
  @APIResponse(responseCode = "422", ref = "Problem")
  @APIResponse(responseCode = "428", ref = "Problem")
  public Response delete(
      @PathParam("path") String path,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String seen,
      @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
      @Context SecurityContext caller) {
    var where = changeable(path);
    var request = request(where, seen, caller, "took back", dryRun);
    return answer(config.change(new OverrideChange.Removal(where), request));
  }

  /** What was changed before. */
  @GET
  @Path(LIVE + "/history")
  @Operation(operationId = "getHistory", summary = "The last changes, the newest first")
  @APIResponse(
      responseCode = "200",
      description = "At most 20 of them, and what is kept out of force and why.",
      content = @Content(schema = @Schema(implementation = HistoryView.class)))
  public HistoryView history() {
    return config.history();
  }

  /** Goes back to an earlier revision. */
  @POST
  @Path(LIVE + "/rollback/{revision}")
  @Operation(
      operationId = "rollBack",
      summary = "Go back to the overrides of an earlier revision",
      description = "That is a change like others and makes a new revision.")
  @APIResponse(
      responseCode = "200",
      description = "What it came to, or with dryRun would come to.",
      headers = @Header(name = "ETag", schema = @Schema(type = SchemaType.STRING)),
      content = @Content(schema = @Schema(implementation = ChangeView.class)))
  @APIResponse(responseCode = "405", ref = "Problem")
  @APIResponse(responseCode = "412", ref = "Problem")
  @APIResponse(responseCode = "422", ref = "Problem")
  @APIResponse(responseCode = "428", ref = "Problem")
  public Response rollBack(
      @PathParam("revision") long revision,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String seen,
      @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
      @Context SecurityContext caller) {
    var note = "rolled back to revision " + revision + ":";
    return answer(config.rollBack(revision, request(LivePaths.ROOT, seen, caller, note, dryRun)));
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
      String path, @Nullable String seen, SecurityContext caller, String note, boolean dryRun) {
    if (seen == null) {
      throw new ProblemException(
          Problem.Kind.NO_PRECONDITION,
          "send If-Match with the ETag that GET of " + path + " gives, or with *");
    }
    return new ConfigService.Request(
        path, new Precondition(seen), caller.getUserPrincipal().getName(), note, dryRun);
  }

  private static Response answer(ConfigAnswer answer) {
    return switch (answer) {
      case ConfigAnswer.Refused(var problem) -> ProblemException.answer(problem);
      case ConfigAnswer.Done(var change) ->
          Response.ok(change).tag(new EntityTag(change.config().tag())).build();
    };
  }
}
