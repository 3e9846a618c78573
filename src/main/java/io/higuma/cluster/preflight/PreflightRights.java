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

/** Whether somebody may do what Higuma does. */
record PreflightRights(KubernetesClient client, Preflight.Target target)
    implements Preflight.Check {
  private static final String CHECK = "rights";
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  @Override
  public List<CheckResult> look() throws IOException, InterruptedException {
    List<CheckResult> findings = new ArrayList<>();
    String whose = target.user().orElse("who asks");
    int asked = 0;
    for (RbacRule need : RbacRule.of(target)) {
      List<String> denied = new ArrayList<>();
      for (String verb : need.verbs()) {
        asked++;
        if (!isAllowed(need, verb)) {
          denied.add(verb);
        }
      }
      if (!denied.isEmpty()) {
        findings.add(denied(whose, need, denied));
      }
    }
    if (findings.isEmpty()) {
      findings.add(
          CheckResult.ok(
              CHECK, "%s may do all that Higuma does (%d rights)".formatted(whose, asked)));
    }
    return findings;
  }

  private CheckResult denied(String whose, RbacRule need, List<String> verbs) {
    String resource = need.resource() + (need.group().isEmpty() ? "" : "." + need.group());
    String where = need.namespaced() ? " in namespace " + target.systemNamespace() : "";
    String which = need.name().isEmpty() ? "" : " " + need.name();
    return CheckResult.error(
        CHECK,
        "%s may not %s %s%s%s".formatted(whose, String.join(", ", verbs), resource, which, where),
        target.user().isPresent()
            ? "Install the chart's roles (skipRBAC is false by default)."
            : "Install the chart's roles, or name the service account: --as "
                + SERVICE_ACCOUNT
                + target.systemNamespace()
                + ":"
                + target.service().name());
  }

  private boolean isAllowed(RbacRule need, String verb) throws IOException, InterruptedException {
    int slash = need.resource().indexOf('/');
    var asked =
        new ResourceAttributesBuilder()
            .withGroup(need.group())
            .withResource(slash < 0 ? need.resource() : need.resource().substring(0, slash))
            .withSubresource(slash < 0 ? "" : need.resource().substring(slash + 1))
            .withVerb(verb)
            .withName(need.name())
            .withNamespace(need.namespaced() ? target.systemNamespace() : null)
            .build();
    var reviews = client.authorization().v1();
    if (target.user().isEmpty()) {
      var own = new SelfSubjectAccessReview();
      own.setSpec(new SelfSubjectAccessReviewSpec(null, asked));
      return TypedCalls.call(() -> reviews.selfSubjectAccessReview().create(own))
          .getStatus()
          .getAllowed();
    }
    var user = target.user().get();
    var other = new SubjectAccessReview();
    other.setSpec(new SubjectAccessReviewSpec(null, groups(user), null, asked, null, user));
    return TypedCalls.call(() -> reviews.subjectAccessReview().create(other))
        .getStatus()
        .getAllowed();
  }

  /** A service account is in groups that its name tells. */
  private static List<String> groups(String user) {
    String[] parts = user.split(":", -1);
    return user.startsWith(SERVICE_ACCOUNT) && parts.length == 4
        ? List.of(
            "system:authenticated", "system:serviceaccounts", "system:serviceaccounts:" + parts[2])
        : List.of("system:authenticated");
  }
}
