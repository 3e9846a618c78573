package io.higuma.gui;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.util.Optional;

/** Tells {@link Pages} who is calling, after the request is authorized. */
@Provider
@Priority(Priorities.USER)
public final class PageCaller implements ContainerRequestFilter {
  private final Pages pages;

  /** Creates the filter. */
  @Inject
  public PageCaller(Pages pages) {
    this.pages = pages;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Optional.ofNullable(request.getSecurityContext().getUserPrincipal())
        .map(Principal::getName)
        .ifPresent(pages::authorized);
  }
}
