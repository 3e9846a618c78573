package io.higuma.testing;

import io.higuma.sandbox.kube.KubeAccount;
import java.util.List;
import java.util.Locale;

/**
 * A user in the API server's token file. Permissions come from the groups, or from a test's own
 * RBAC rules.
 */
public enum KubeUser {
  /** Has all permissions. */
  ADMIN("admin", "system:masters"),
  /** May do nothing until a test says otherwise. */
  DEVELOPER("developer", "developers"),
  /** May do nothing until a test says otherwise. */
  OPERATOR("operator", "mesh-operators"),
  /** The service account that Higuma itself runs as. */
  CONTROL_PLANE(
      "system:serviceaccount:kuma-system:kuma-control-plane",
      "system:serviceaccounts",
      "system:serviceaccounts:kuma-system"),
  /** The service account of Kubernetes' own garbage collector. */
  GARBAGE_COLLECTOR(
      "system:serviceaccount:kube-system:generic-garbage-collector",
      "system:serviceaccounts",
      "system:serviceaccounts:kube-system");

  private final String userName;
  private final String groups;

  KubeUser(String userName, String... groups) {
    this.userName = userName;
    this.groups = String.join(",", groups);
  }

  /** The name in RBAC rules and admission reviews. */
  public String userName() {
    return userName;
  }

  /** The groups of the user, besides {@code system:authenticated}. */
  public List<String> groups() {
    return List.of(groups.split(",", -1));
  }

  /** The bearer token of the user at {@link LocalKubeApi}. */
  public String token() {
    return "token-of-" + name().toLowerCase(Locale.ROOT);
  }

  KubeAccount account() {
    return new KubeAccount(token(), userName, groups());
  }
}
