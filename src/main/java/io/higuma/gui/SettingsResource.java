package io.higuma.gui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.api.ConfigService;
import io.higuma.api.Precondition;
import io.higuma.api.Problem;
import io.higuma.kuma.Parsed;
import io.higuma.settings.LivePaths;
import io.higuma.settings.OverrideChange;
import io.higuma.settings.SettingLeaf;
import io.higuma.settings.SettingsJson;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Optional;

/**
 * The settings. A form holds the entity tag of the value that it showed: a change of another value
 * is refused, as with {@code If-Match} in the API.
 */
@Blocking
@Path(SettingsViews.PATH)
@Produces(Pages.HTML)
public class SettingsResource {
  private static final String LIVE = "runtime/kubernetes/injector";

  private final Pages pages;
  private final SettingsViews views;
  private final ConfigService config;

  /** Creates the resource. */
  @Inject
  public SettingsResource(Pages pages, SettingsViews views, ConfigService config) {
    this.pages = pages;
    this.views = views;
    this.config = config;
  }

  /** The list. */
  @GET
  public TemplateInstance list(
      @QueryParam("q") @DefaultValue("") String q,
      @QueryParam("changed") @DefaultValue("false") boolean changed) {
    var page = pages.of(View.SETTINGS, "Settings");
    return Templates.settings(page, views.table(page, q, changed));
  }

  /** One setting. */
  @GET
  @Path("{path: .+}")
  public TemplateInstance one(@PathParam("path") String path, @Context SecurityContext caller) {
    var leaf = views.leaf(path);
    return detail(leaf, Optional.empty(), caller, SettingChange.NONE);
  }

  private TemplateInstance detail(
      SettingLeaf leaf, Optional<String> edited, SecurityContext caller, SettingChange change) {
    var page = pages.of(View.SETTINGS, leaf.path());
    boolean mayChange =
        LivePaths.isLive(leaf.path()) && caller.isUserInRole(SettingsViews.apiPath(leaf));
    return Templates.setting(page, views.detail(page, leaf, edited, mayChange), change);
  }

  /** Changes a setting, or shows what would change. */
  @POST
  @Path("{path: .+}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public TemplateInstance change(
      @PathParam("path") String path,
      @FormParam("value") @DefaultValue("") String value,
      @FormParam("tag") @DefaultValue("") String tag,
      @FormParam("action") @DefaultValue("dry-run") String action,
      @Context SecurityContext caller) {
    var leaf = views.leaf(path);
    var change =
        action.equals("remove")
            ? Parsed.good((OverrideChange) new OverrideChange.Removal(leaf.path()))
            : SettingsJson.read(leaf, value).map(json -> replacement(leaf, json));
    var result =
        switch (change) {
          case Parsed.Bad<OverrideChange>(var violation) ->
              SettingChange.refused(
                  Problem.of(Problem.Kind.INVALID, violation.toString(), List.of(violation)));
          case Parsed.Good<OverrideChange>(var good) ->
              LivePaths.isLive(leaf.path())
                  ? SettingChange.of(config.change(good, request(leaf, tag, action, caller)))
                  : SettingChange.refused(
                      Problem.of(
                          Problem.Kind.NOT_CHANGEABLE,
                          leaf.path() + " " + LivePaths.notLive(leaf.path())));
        };
    boolean applied = !result.failed() && !action.equals("dry-run");
    return detail(leaf, Optional.of(value).filter(_ -> !applied), caller, result);
  }

  /** Replaces the value as a whole: a merge patch would keep the other keys of a map. */
  private static OverrideChange replacement(SettingLeaf leaf, JsonNode value) {
    var operations = JsonNodeFactory.instance.arrayNode();
    operations.addObject().put("op", "replace").put("path", "").set("value", value);
    return new OverrideChange.JsonPatch(leaf.path(), operations);
  }

  private static ConfigService.Request request(
      SettingLeaf leaf, String tag, String action, SecurityContext caller) {
    var note = action.equals("remove") ? "removed overrides of" : "changed";
    return new ConfigService.Request(
        leaf.path(), only(tag), name(caller), note, action.equals("dry-run"));
  }

  private static Precondition only(String tag) {
    return new Precondition("\"" + tag + "\"");
  }

  private static String name(SecurityContext caller) {
    return caller.getUserPrincipal().getName();
  }

  /** The history. */
  @GET
  @Path(LIVE + "/history")
  public TemplateInstance history(@Context SecurityContext caller) {
    return history(caller, SettingChange.NONE);
  }

  private TemplateInstance history(SecurityContext caller, SettingChange change) {
    var page = pages.of(View.SETTINGS, "History of settings");
    boolean mayChange = caller.isUserInRole("/config/" + LIVE + "/rollback");
    return Templates.history(page, views.history(page, mayChange), change);
  }

  /** Rolls back to an earlier revision, or shows what would change. */
  @POST
  @Path(LIVE + "/rollback/{revision}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public TemplateInstance rollBack(
      @PathParam("revision") long revision,
      @FormParam("tag") @DefaultValue("") String tag,
      @FormParam("action") @DefaultValue("dry-run") String action,
      @Context SecurityContext caller) {
    var note = "rolled back to revision " + revision + ":";
    var request =
        new ConfigService.Request(
            LivePaths.ROOT, only(tag), name(caller), note, action.equals("dry-run"));
    return history(caller, SettingChange.of(config.rollBack(revision, request)));
  }
}
