package io.higuma.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.MeshName;
import io.higuma.kuma.KubernetesVersion;
import io.higuma.kuma.Parsed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The version of the cluster, and the kinds that it knows. */
record PreflightKinds(ApiCalls api) implements Preflight.Check {
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
    ApiAnswer answer = api.get(ApiPath.VERSION);
    if (!answer.good()) {
      throw new IOException("the API server does not say its version: " + answer.says());
    }
    JsonNode info = answer.object(Sieve.of("major,minor,gitVersion"));
    String text = info.path("gitVersion").asText();
    var parsed = KubernetesVersion.of(info.path("major").asText(), info.path("minor").asText());
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
    ApiAnswer answer = api.get(ApiPath.kuma());
    Set<String> known = new HashSet<>();
    if (answer.good()) {
      answer
          .object(Sieve.of("resources(name)"))
          .path("resources")
          .forEach(resource -> known.add(resource.path("name").asText()));
    } else if (answer.status() != ApiAnswer.NOT_FOUND) {
      throw new IOException("the kinds of kuma.io cannot be read: " + answer.says());
    }
    return known;
  }

  private Finding mesh() throws IOException, InterruptedException {
    ApiAnswer answer = api.get(ApiPath.kuma().resource("meshes").name(MeshName.DEFAULT));
    return answer.good()
        ? Finding.ok("mesh", "there is a Mesh default")
        : Finding.warning(
            "mesh",
            "the Mesh default could not be read: " + answer.says(),
            "Higuma creates it unless defaults.skipMeshCreation is set; Pods that name no mesh are"
                + " refused without it.");
  }
}
