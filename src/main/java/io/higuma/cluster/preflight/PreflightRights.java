package io.higuma.cluster.preflight;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewSpec;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.client.TypedCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks with access reviews that a user has the permissions that Higuma needs. */
record PreflightRights(KubernetesClient client, Preflight.Target target)
    implements Preflight.Check {
  private static final String CHECK = "rights";
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  @Override
  public List<CheckResult> run() throws IOException, InterruptedException {
    List<CheckResult> results = new ArrayList<>();
    String subject = target.user().orElse("the current user");
    Set<String> restricted = new LinkedHashSet<>();
    int checked = 0;
    for (RbacRule rule : RbacRule.of(target)) {
      checked += rule.verbs().size();
      boolean isOwn = rule.scope() == RbacRule.Scope.SYSTEM;
      List<String> denied = denied(rule, isOwn ? target.systemNamespace() : "");
      if (!denied.isEmpty()) {
        if (rule.scope() == RbacRule.Scope.WORKLOADS
            && denied(rule, target.namespace()).isEmpty()) {
          restricted.add(resource(rule));
        } else {
          results.add(denied(subject, rule, denied));
        }
      }
    }
    if (!restricted.isEmpty()) {
      results.add(
          CheckResult.warning(
              CHECK,
              "%s may write %s in namespace %s, but not in all namespaces"
                  .formatted(subject, String.join(", ", restricted), target.namespace()),
              "This is right for a namespace of the chart's namespaceAllowList."));
    }
    if (results.isEmpty()) {
      results.add(
          CheckResult.ok(
              CHECK, "%s may do all that Higuma does (%d rights)".formatted(subject, checked)));
    }
    return results;
  }

  private static String resource(RbacRule rule) {
    return rule.resource() + (rule.group().isEmpty() ? "" : "." + rule.group());
  }

  private CheckResult denied(String subject, RbacRule rule, List<String> verbs) {
    String where =
        rule.scope() == RbacRule.Scope.SYSTEM ? " in namespace " + target.systemNamespace() : "";
    String which = rule.name().isEmpty() ? "" : " " + rule.name();
    return CheckResult.error(
        CHECK,
        "%s may not %s %s%s%s"
            .formatted(subject, String.join(", ", verbs), resource(rule), which, where),
        target.user().isPresent()
            ? "Install the chart's roles (skipRBAC is false by default)."
            : "Install the chart's roles, or name the service account: --as "
                + SERVICE_ACCOUNT
                + target.systemNamespace()
                + ":"
                + target.deployment().name());
  }

  /** The verbs that are not allowed in this namespace; empty: in the cluster. */
  private List<String> denied(RbacRule rule, String namespace)
      throws IOException, InterruptedException {
    List<String> denied = new ArrayList<>();
    for (String verb : rule.verbs()) {
      if (!isAllowed(rule, verb, namespace)) {
        denied.add(verb);
      }
    }
    return denied;
  }

  private boolean isAllowed(RbacRule rule, String verb, String namespace)
      throws IOException, InterruptedException {
    int slash = rule.resource().indexOf('/');
    var attributes =
        new ResourceAttributesBuilder()
            .withGroup(rule.group())
            .withResource(slash < 0 ? rule.resource() : rule.resource().substring(0, slash))
            .withSubresource(slash < 0 ? "" : rule.resource().substring(slash + 1))
            .withVerb(verb)
            .withName(rule.name())
            .withNamespace(namespace.isEmpty() ? null : namespace)
            .build();
    var reviews = client.authorization().v1();
    if (target.user().isEmpty()) {
      var own = new SelfSubjectAccessReview();
      own.setSpec(new SelfSubjectAccessReviewSpec(null, attributes));
      return TypedCalls.call(() -> reviews.selfSubjectAccessReview().create(own))
          .getStatus()
          .getAllowed();
    }
    var user = target.user().get();
    var other = new SubjectAccessReview();
    other.setSpec(new SubjectAccessReviewSpec(null, groups(user), null, attributes, null, user));
    return TypedCalls.call(() -> reviews.subjectAccessReview().create(other))
        .getStatus()
        .getAllowed();
  }

  /** Groups of a user; those of a service account follow from its name. */
  private static List<String> groups(String user) {
    String[] parts = user.split(":", -1);
    return user.startsWith(SERVICE_ACCOUNT) && parts.length == 4
        ? List.of(
            "system:authenticated", "system:serviceaccounts", "system:serviceaccounts:" + parts[2])
        : List.of("system:authenticated");
  }
}
