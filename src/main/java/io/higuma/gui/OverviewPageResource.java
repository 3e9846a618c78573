package io.higuma.gui;

import io.higuma.api.PageRequests;
import io.higuma.api.status.EventLog;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** The overview, and the events and refusals of the last hour. */
@Blocking
@Path(PageRequests.ROOT)
@Produces(Pages.HTML)
public class OverviewPageResource {
  private final Pages pages;
  private final OverviewViews views;
  private final EventLog events;

  /** Creates the resource. */
  @Inject
  public OverviewPageResource(Pages pages, OverviewViews views, EventLog events) {
    this.pages = pages;
    this.views = views;
    this.events = events;
  }

  /** The overview. */
  @GET
  public TemplateInstance overview() {
    var page = pages.of(View.OVERVIEW, "Overview");
    return Templates.overview(page, views.page(page));
  }

  /** Events and refusals, the newest first. */
  @GET
  @Path("events")
  public TemplateInstance events() {
    return Templates.events(pages.of(View.EVENTS, "Events and refusals"), events.lastHour());
  }
}
