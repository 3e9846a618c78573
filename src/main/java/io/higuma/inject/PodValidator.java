package io.higuma.inject;

import io.higuma.inject.Surroundings.NamespaceView;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.Labels;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import io.higuma.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Validates every Pod on create and update, injected or not. */
public final class PodValidator {
  private final Settings settings;

  /** Validates with these settings. */
  public PodValidator(Settings settings) {
    this.settings = settings;
  }

  /**
   * Returns all violations of a Pod; empty if it is valid.
   *
   * @param pod the Pod
   * @param namespace its namespace
   * @param cluster the cluster objects
   */
  public List<Violation> validate(AdmittedPod pod, String namespace, Surroundings cluster) {
    var violations = new ArrayList<Violation>();
    if (pod.labels().containsKey(Labels.WORKLOAD)) {
      violations.add(
          new Violation(
              "metadata.labels[" + Labels.WORKLOAD + "]",
              "workload_label",
              "this label belongs to the control plane, which writes it on Dataplanes: remove it"
                  + " from the Pod"));
    }
    if (settings.runtime().kubernetes().disallowMultipleMeshesPerNamespace()) {
      otherMeshes(pod, namespace, cluster, violations);
    }
    return violations;
  }

  private static void otherMeshes(
      AdmittedPod pod, String namespace, Surroundings cluster, List<Violation> violations) {
    if (KubernetesName.DNS_LABEL.read("metadata.namespace", namespace)
        instanceof Parsed.Bad<String>(var violation)) {
      violations.add(violation);
      return;
    }
    var view = cluster.namespace(namespace).orElse(NamespaceView.BARE);
    var mesh = MeshOfPod.named(pod, view).name();
    var others = new TreeSet<>(cluster.dataplaneMeshes(namespace));
    others.remove(mesh);
    if (!others.isEmpty()) {
      violations.add(
          new Violation(
              "metadata.labels[" + Labels.MESH + "]",
              "other_mesh_in_namespace",
              "the Pod joins mesh '"
                  + mesh
                  + "', but namespace '"
                  + namespace
                  + "' already has Dataplanes of "
                  + String.join(", ", others)
                  + " and the settings allow one mesh for each namespace"));
    }
  }
}
