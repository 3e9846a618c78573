package io.higuma.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Whether somebody may do what Higuma does. */
record PreflightRights(ApiCalls api, Preflight.Target target) implements Preflight.Check {
  private static final String CHECK = "rights";
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";
  private static final Sieve STATUS = Sieve.of("status");

  @Override
  public List<Finding> look() throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    String whose = target.user().orElse("who asks");
    int asked = 0;
    for (Need need : Need.of(target)) {
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
          Finding.ok(CHECK, "%s may do all that Higuma does (%d rights)".formatted(whose, asked)));
    }
    return findings;
  }

  private Finding denied(String whose, Need need, List<String> verbs) {
    String resource = need.resource() + (need.group().isEmpty() ? "" : "." + need.group());
    String where = need.namespaced() ? " in namespace " + target.systemNamespace() : "";
    String which = need.name().isEmpty() ? "" : " " + need.name();
    return Finding.error(
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

  private boolean isAllowed(Need need, String verb) throws IOException, InterruptedException {
    String kind = target.user().isPresent() ? "SubjectAccessReview" : "SelfSubjectAccessReview";
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("apiVersion", "authorization.k8s.io/v1").put("kind", kind);
    ObjectNode spec = review.putObject("spec");
    target.user().ifPresent(user -> name(spec, user));
    int slash = need.resource().indexOf('/');
    ObjectNode asked =
        spec.putObject("resourceAttributes")
            .put("group", need.group())
            .put("resource", slash < 0 ? need.resource() : need.resource().substring(0, slash))
            .put("subresource", slash < 0 ? "" : need.resource().substring(slash + 1))
            .put("verb", verb)
            .put("name", need.name());
    if (need.namespaced()) {
      asked.put("namespace", target.systemNamespace());
    }
    ApiAnswer answer =
        api.post(
            ApiPath.group("authorization.k8s.io", "v1")
                .resource((target.user().isPresent() ? "" : "self") + "subjectaccessreviews"),
            review.toString().getBytes(StandardCharsets.UTF_8));
    if (!answer.good()) {
      throw new ApiRefusal(answer);
    }
    JsonNode status = answer.object(STATUS).path("status");
    return status.path("allowed").asBoolean();
  }

  /** A service account is in groups that its name tells. */
  private static void name(ObjectNode spec, String user) {
    spec.put("user", user);
    var groups = spec.putArray("groups").add("system:authenticated");
    String[] parts = user.split(":", -1);
    if (user.startsWith(SERVICE_ACCOUNT) && parts.length == 4) {
      groups.add("system:serviceaccounts").add("system:serviceaccounts:" + parts[2]);
    }
  }
}
