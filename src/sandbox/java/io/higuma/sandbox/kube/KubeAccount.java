package io.higuma.sandbox.kube;

import java.util.List;

/**
 * An account in the API server's token file.
 *
 * @param token the bearer token
 * @param user the name in RBAC rules and admission reviews
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
