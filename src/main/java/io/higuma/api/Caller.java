package io.higuma.api;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.function.Predicate;

/**
 * The authenticated caller of an API request.
 *
 * @param name the user name in Kubernetes
 * @param secure whether the request came over TLS
 * @param mayPatch whether the caller may change what is at an API path
 */
record Caller(String name, boolean secure, Predicate<String> mayPatch) implements SecurityContext {

  @Override
  public Principal getUserPrincipal() {
    return this::name;
  }

  /**
   * Whether the caller may change what is at an API path, such as {@code /config/runtime}. May call
   * the Kubernetes API, which authorizes requests.
   */
  @Override
  public boolean isUserInRole(String path) {
    return mayPatch.test(path);
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
