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

/** The workloads of the cluster, and one of them: its decision rule by rule, and its Pods. */
@Blocking
@Path(PageRequests.ROOT + "/workloads")
@Produces(Pages.HTML)
public class WorkloadsResource {
  private final Pages pages;
  private final WorkloadViews views;

  /** Creates the resource. */
  @Inject
  public WorkloadsResource(Pages pages, WorkloadViews views) {
    this.pages = pages;
    this.views = views;
  }

  /** The list. */
  @GET
  public TemplateInstance list(
      @QueryParam("namespace") @DefaultValue("") String namespace,
      @QueryParam("state") @DefaultValue("") String state,
      @QueryParam("name") @DefaultValue("") String name,
      @QueryParam("offset") @DefaultValue("") String offset) {
    var query = InventoryQuery.of(namespace, state, name.strip(), offset, Paging.SIZE);
    var page = pages.of(View.WORKLOADS, "Workloads");
    return Templates.workloads(page, views.table(page, query));
  }

  /** One workload. */
  @GET
  @Path("{namespace}/{kind}/{name}")
  public TemplateInstance one(
      @PathParam("namespace") String namespace,
      @PathParam("kind") String kind,
      @PathParam("name") String name) {
    var page = pages.of(View.WORKLOADS, kind + " " + namespace + "/" + name);
    return Templates.workload(page, views.detail(page, namespace, kind, name));
  }
}
