package io.higuma.api;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/**
 * Who asks.
 *
 * @param name as Kubernetes calls the user
 * @param secure whether the request came over TLS
 */
record Caller(String name, boolean secure) implements SecurityContext {

  @Override
  public Principal getUserPrincipal() {
    return this::name;
  }

  /** Rights are the Kubernetes API's matter. */
  @Override
  public boolean isUserInRole(String role) {
    return false;
  }

  @Override
  public boolean isSecure() {
    return secure;
  }

  @Override
  public String getAuthenticationScheme() {
    return "Bearer";
  }
}
