package io.higuma.cluster.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.ApiResponse;
import io.higuma.cluster.client.FieldFilter;
import io.higuma.cluster.client.ServedKinds;
import io.higuma.dataplane.MeshView;
import io.higuma.xds.snapshot.PolicySupport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Checks that the proxies of each Mesh can be served. */
record PreflightMeshes(ApiCalls api, boolean inboundTagsDisabled) implements Preflight.Check {
  private static final String CHECK = "meshes";
  private static final String ADVICE =
      "Remove it, or keep the control plane that serves the Mesh now.";
  private static final FieldFilter MESHES = FieldFilter.of("items(" + MeshView.FIELDS + ")");
  private static final FieldFilter POLICIES =
      FieldFilter.of("items(mesh,metadata(name,labels),spec)");

  @Override
  public List<CheckResult> run() throws IOException, InterruptedException {
    List<CheckResult> unread = new ArrayList<>();
    Map<String, List<String>> problems = problems(unread);
    List<CheckResult> results = new ArrayList<>(unread);
    problems.forEach(
        (mesh, reasons) -> {
          if (reasons.isEmpty() && unread.isEmpty()) {
            results.add(CheckResult.ok(CHECK, "the proxies of mesh " + mesh + " can be served"));
          }
          reasons.forEach(
              reason ->
                  results.add(
                      CheckResult.warning(
                          CHECK,
                          "the proxies of mesh " + mesh + " get nothing: " + reason,
                          ADVICE)));
        });
    return results;
  }

  /** Why the proxies of each Mesh get nothing; adds the kinds that cannot be read. */
  private Map<String, List<String>> problems(List<CheckResult> unread)
      throws IOException, InterruptedException {
    Map<String, List<String>> problems = new TreeMap<>();
    for (JsonNode mesh : items("meshes", MESHES, unread)) {
      MeshView view = MeshView.of(mesh);
      List<String> reasons = problems.computeIfAbsent(view.name(), none -> new ArrayList<>());
      PolicySupport.problem(view, inboundTagsDisabled).ifPresent(reasons::add);
    }
    List<String> kinds =
        ServedKinds.of(api.client()).stream()
            .flatMap(Set::stream)
            .filter(PolicySupport::concerns)
            .sorted()
            .toList();
    for (String plural : kinds) {
      for (JsonNode policy : items(plural, POLICIES, unread)) {
        PolicySupport.problem(plural, policy)
            .ifPresent(
                reason ->
                    problems
                        .computeIfAbsent(PolicySupport.meshOf(policy), none -> new ArrayList<>())
                        .add(reason));
      }
    }
    return problems;
  }

  private List<JsonNode> items(String plural, FieldFilter fields, List<CheckResult> unread)
      throws IOException, InterruptedException {
    ApiResponse response = api.get(ApiPath.kuma().resource(plural));
    if (response.isSuccess()) {
      return StreamSupport.stream(response.object(fields).path("items").spliterator(), false)
          .toList();
    }
    // A kind that the cluster does not know has no objects; the check of the kinds reports it.
    if (response.status() != ApiResponse.NOT_FOUND) {
      unread.add(
          CheckResult.warning(
              CHECK,
              plural + " cannot be read: " + response.summary(),
              "Allow the caller to list " + plural + " of kuma.io, or run the check again."));
    }
    return List.of();
  }
}
