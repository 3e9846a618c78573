package io.higuma.cluster;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.dataplane.MeshName;
import io.higuma.kuma.KubernetesVersion;
import io.higuma.kuma.KumaResource;
import io.higuma.kuma.Mesh;
import io.higuma.kuma.Parsed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The version of the cluster, and the kinds that it knows. */
record PreflightKinds(KubernetesClient client) implements Preflight.Check {
  private static final String CHECK = "kinds";
  private static final String INSTALL =
      "Install the chart's CRDs: kubectl apply -f helm/higuma/crds";

  @Override
  public List<Finding> look() throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    findings.add(version());
    Set<String> known = known();
    for (String plural : List.of("meshes", "dataplanes", "containerpatches")) {
      findings.add(
          known.contains(plural)
              ? Finding.ok(CHECK, plural + ".kuma.io is known")
              : Finding.error(CHECK, plural + ".kuma.io is not known to the cluster", INSTALL));
    }
    if (known.contains("containerpatches") && !known.contains("containerpatches/status")) {
      findings.add(
          Finding.warning(
              CHECK,
              "containerpatches.kuma.io has no status: nobody is told there what is wrong with a"
                  + " ContainerPatch",
              INSTALL));
    }
    if (known.contains("meshes")) {
      findings.add(mesh());
    }
    return findings;
  }

  private Finding version() throws IOException, InterruptedException {
    var info = Typed.call(client::getKubernetesVersion);
    String text = info.getGitVersion();
    var parsed = KubernetesVersion.of(info.getMajor(), info.getMinor());
    boolean isNative =
        parsed instanceof Parsed.Good<KubernetesVersion>(var version)
            && version.hasNativeSidecars();
    return isNative
        ? Finding.ok("version", "Kubernetes " + text + " has native sidecars")
        : Finding.warning(
            "version",
            "Kubernetes " + text + " has no native sidecars: they become ordinary containers",
            "Use Kubernetes 1.29 or newer.");
  }

  /** Resources and subresources. */
  private Set<String> known() throws IOException, InterruptedException {
    var group = KumaResource.GROUP + "/" + KumaResource.VERSION;
    return Typed.get(() -> client.getApiResources(group)).stream()
        .flatMap(list -> list.getResources().stream())
        .map(APIResource::getName)
        .collect(Collectors.toSet());
  }

  private Finding mesh() throws IOException, InterruptedException {
    var mesh = client.resources(Mesh.class).withName(MeshName.DEFAULT);
    try {
      return Typed.get(mesh::get).isPresent()
          ? Finding.ok("mesh", "there is a Mesh default")
          : noMesh("there is no Mesh default");
    } catch (ApiRefusal refusal) {
      return noMesh("the Mesh default could not be read: " + refusal.getMessage());
    }
  }

  private static Finding noMesh(String message) {
    return Finding.warning(
        "mesh",
        message,
        "Higuma creates it unless defaults.skipMeshCreation is set; Pods that name no mesh are"
            + " refused without it.");
  }
}
