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
import java.util.List;

/** Checks with access reviews that a user has the permissions that Higuma needs. */
record PreflightRights(KubernetesClient client, Preflight.Target target)
    implements Preflight.Check {
  private static final String CHECK = "rights";
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  @Override
  public List<CheckResult> run() throws IOException, InterruptedException {
    List<CheckResult> results = new ArrayList<>();
    String subject = target.user().orElse("the current user");
    int checked = 0;
    for (RbacRule rule : RbacRule.of(target)) {
      List<String> denied = new ArrayList<>();
      for (String verb : rule.verbs()) {
        checked++;
        if (!isAllowed(rule, verb)) {
          denied.add(verb);
        }
      }
      if (!denied.isEmpty()) {
        results.add(denied(subject, rule, denied));
      }
    }
    if (results.isEmpty()) {
      results.add(
          CheckResult.ok(
              CHECK, "%s may do all that Higuma does (%d rights)".formatted(subject, checked)));
    }
    return results;
  }

  private CheckResult denied(String subject, RbacRule rule, List<String> verbs) {
    String resource = rule.resource() + (rule.group().isEmpty() ? "" : "." + rule.group());
    String where = rule.namespaced() ? " in namespace " + target.systemNamespace() : "";
    String which = rule.name().isEmpty() ? "" : " " + rule.name();
    return CheckResult.error(
        CHECK,
        "%s may not %s %s%s%s".formatted(subject, String.join(", ", verbs), resource, which, where),
        target.user().isPresent()
            ? "Install the chart's roles (skipRBAC is false by default)."
            : "Install the chart's roles, or name the service account: --as "
                + SERVICE_ACCOUNT
                + target.systemNamespace()
                + ":"
                + target.service().name());
  }

  private boolean isAllowed(RbacRule rule, String verb) throws IOException, InterruptedException {
    int slash = rule.resource().indexOf('/');
    var attributes =
        new ResourceAttributesBuilder()
            .withGroup(rule.group())
            .withResource(slash < 0 ? rule.resource() : rule.resource().substring(0, slash))
            .withSubresource(slash < 0 ? "" : rule.resource().substring(slash + 1))
            .withVerb(verb)
            .withName(rule.name())
            .withNamespace(rule.namespaced() ? target.systemNamespace() : null)
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
