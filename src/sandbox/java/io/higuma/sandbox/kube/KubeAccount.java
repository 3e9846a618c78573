package io.higuma.sandbox.kube;

import java.util.List;

/**
 * Somebody whom the API server's token file knows.
 *
 * @param token the bearer token
 * @param user the name that RBAC rules and admission reviews carry
 * @param groups besides {@code system:authenticated}
 */
public record KubeAccount(String token, String user, List<String> groups) {
  /** Copies the groups. */
  public KubeAccount {
    groups = List.copyOf(groups);
  }

  String tokenFileLine() {
    return "%s,%s,uid-of-%s,\"%s\"".formatted(token, user, user, String.join(",", groups));
  }
}
