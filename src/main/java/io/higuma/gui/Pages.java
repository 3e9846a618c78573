package io.higuma.gui;

import io.higuma.api.ConfigService;
import io.higuma.api.PageRequests;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Optional;

/** Makes the {@link Page} of the request that is being answered. */
@RequestScoped
public class Pages {
  /** The media type of all views. */
  static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";

  private final ConfigService config;
  private final RoutingContext http;
  private final SecurityContext security;

  /** Reads the base path at each request. */
  @Inject
  public Pages(ConfigService config, RoutingContext http, SecurityContext security) {
    this.config = config;
    this.http = http;
    this.security = security;
  }

  /** A page of this view. */
  Page of(View view, String title) {
    return page(view.path(), title);
  }

  /** A page that belongs to no view. */
  Page of(String title) {
    return page("", title);
  }

  private Page page(String view, String title) {
    var self = http.request().uri();
    boolean signedIn = http.request().getCookie(PageRequests.COOKIE) != null;
    return new Page(config.basePath(), view, title, self, user(), signedIn);
  }

  /** The caller's name; empty if the request is not authorized. */
  private String user() {
    return Optional.ofNullable(security.getUserPrincipal()).map(Principal::getName).orElse("");
  }

  /** The link to a path that has no base path. */
  String href(String path) {
    return config.basePath() + path;
  }
}
