package io.higuma.api;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/**
 * The authenticated caller of an API request.
 *
 * @param name the user name in Kubernetes
 * @param secure whether the request came over TLS
 */
record Caller(String name, boolean secure) implements SecurityContext {

  @Override
  public Principal getUserPrincipal() {
    return this::name;
  }

  /** Not used: the Kubernetes API authorizes requests. */
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
