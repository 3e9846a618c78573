package io.higuma.cluster.preflight;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.client.ApiStatusException;
import io.higuma.cluster.client.ServedKinds;
import io.higuma.cluster.client.TypedCalls;
import io.higuma.dataplane.MeshName;
import io.higuma.kuma.KubernetesVersion;
import io.higuma.kuma.Mesh;
import io.higuma.kuma.Parsed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the Kubernetes version, the CRDs and the Mesh {@code default}. */
record PreflightKinds(KubernetesClient client) implements Preflight.Check {
  private static final String CHECK = "kinds";
  private static final String NO_MESH = "there is no Mesh default";
  private static final String INSTALL =
      "Install the chart's CRDs: kubectl apply -f helm/higuma/crds";

  @Override
  public List<CheckResult> run() throws IOException, InterruptedException {
    List<CheckResult> results = new ArrayList<>();
    results.add(version());
    Set<String> served = ServedKinds.of(client).orElse(Set.of());
    for (String plural : List.of("meshes", "dataplanes", "containerpatches")) {
      results.add(
          served.contains(plural)
              ? CheckResult.ok(CHECK, plural + ".kuma.io is known")
              : CheckResult.error(CHECK, plural + ".kuma.io is not known to the cluster", INSTALL));
    }
    if (served.contains("containerpatches") && !served.contains("containerpatches/status")) {
      results.add(
          CheckResult.warning(
              CHECK,
              "containerpatches.kuma.io has no status, so a ContainerPatch does not show whether it"
                  + " is valid",
              INSTALL));
    }
    if (!served.contains("dataplaneinsights")) {
      results.add(
          CheckResult.warning(
              CHECK,
              "dataplaneinsights.kuma.io is not known to the cluster, so it does not show which"
                  + " sidecars are connected",
              INSTALL));
    }
    if (served.contains("meshes")) {
      results.add(mesh());
    }
    return results;
  }

  private CheckResult version() throws IOException, InterruptedException {
    var info = TypedCalls.call(client::getKubernetesVersion);
    String text = info.getGitVersion();
    var parsed = KubernetesVersion.of(info.getMajor(), info.getMinor());
    boolean isNative =
        parsed instanceof Parsed.Good<KubernetesVersion>(var version)
            && version.hasNativeSidecars();
    return isNative
        ? CheckResult.ok("version", "Kubernetes " + text + " has native sidecars")
        : CheckResult.warning(
            "version",
            "Kubernetes " + text + " has no native sidecars: they become ordinary containers",
            "Use Kubernetes 1.29 or newer.");
  }

  /** That the Mesh {@code default} does not exist; empty if it does, or if it cannot be read. */
  Optional<String> missingMesh() throws IOException, InterruptedException {
    var mesh = client.resources(Mesh.class).withName(MeshName.DEFAULT);
    try {
      return TypedCalls.get(mesh::get).isPresent() ? Optional.empty() : Optional.of(NO_MESH);
    } catch (ApiStatusException _) {
      return Optional.empty();
    }
  }

  private CheckResult mesh() throws IOException, InterruptedException {
    var mesh = client.resources(Mesh.class).withName(MeshName.DEFAULT);
    try {
      return TypedCalls.get(mesh::get).isPresent()
          ? CheckResult.ok("mesh", "there is a Mesh default")
          : noMesh(NO_MESH);
    } catch (ApiStatusException e) {
      return noMesh("the Mesh default could not be read: " + e.getMessage());
    }
  }

  private static CheckResult noMesh(String message) {
    return CheckResult.warning(
        "mesh",
        message,
        "Higuma creates it unless defaults.skipMeshCreation is set; Pods that name no mesh are"
            + " refused without it.");
  }
}
