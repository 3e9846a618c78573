package io.higuma.gui;

import io.higuma.api.InventoryQuery;
import io.higuma.api.PageRequests;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** The Pods with a sidecar, and the Dataplane of one of them. */
@Blocking
@Path(PageRequests.ROOT + "/dataplanes")
@Produces(Pages.HTML)
public class DataplanesResource {
  private final Pages pages;
  private final DataplaneViews views;

  /** Creates the resource. */
  @Inject
  public DataplanesResource(Pages pages, DataplaneViews views) {
    this.pages = pages;
    this.views = views;
  }

  /** The list. */
  @GET
  public TemplateInstance list(
      @QueryParam("namespace") @DefaultValue("") String namespace,
      @QueryParam("name") @DefaultValue("") String name,
      @QueryParam("offset") @DefaultValue("") String offset) {
    var query = InventoryQuery.of(namespace, "", name.strip(), offset, Paging.SIZE);
    var page = pages.of(View.DATAPLANES, "Dataplanes");
    return Templates.dataplanes(page, views.table(page, query));
  }

  /** One Dataplane. */
  @GET
  @Path("{namespace}/{name}")
  public TemplateInstance one(
      @PathParam("namespace") String namespace, @PathParam("name") String name) {
    var page = pages.of(View.DATAPLANES, "Dataplane " + namespace + "/" + name);
    return Templates.dataplane(page, views.detail(namespace, name));
  }
}
