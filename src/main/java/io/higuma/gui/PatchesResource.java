package io.higuma.gui;

import io.higuma.api.PageRequests;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** The ContainerPatches, and an editor that shows what a draft changes. It stores nothing. */
@Blocking
@Path(PageRequests.ROOT + "/patches")
@Produces(Pages.HTML)
public class PatchesResource {
  private static final String TITLE = "ContainerPatches";

  private final Pages pages;
  private final PatchViews views;

  /** Creates the resource. */
  @Inject
  public PatchesResource(Pages pages, PatchViews views) {
    this.pages = pages;
    this.views = views;
  }

  /** The list, and the editor with a patch of the cluster or an example. */
  @GET
  public TemplateInstance list(
      @QueryParam("name") @DefaultValue("") String name,
      @QueryParam("workload") @DefaultValue("") String workload) {
    var page = pages.of(View.PATCHES, TITLE);
    return Templates.patches(page, views.opened(page, name, workload));
  }

  /** The editor with a draft, and what it changes. */
  @POST
  @Path("draft")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public TemplateInstance draft(
      @FormParam("draft") @DefaultValue("") String draft,
      @FormParam("workload") @DefaultValue("") String workload) {
    var page = pages.of(View.PATCHES, TITLE);
    return Templates.patches(page, views.draft(page, draft, workload));
  }
}
