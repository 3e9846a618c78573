package io.higuma.dataplane;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;

/** Result of a conversion: the desired Dataplane, none, or failures. */
public sealed interface DataplaneResult {

  /**
   * The desired Dataplane, with the Pod's name and namespace.
   *
   * @param mesh its Mesh
   * @param spec its spec; the caller may change it
   * @param labels all labels, sorted by key
   * @param annotations the managed annotations, sorted by key; others are not changed
   * @param owner the Pod that owns it
   * @param problems warnings for the Pod's user
   */
  record Dataplane(
      String mesh,
      ObjectNode spec,
      Map<String, String> labels,
      Map<String, String> annotations,
      Owner owner,
      List<ConversionProblem> problems)
      implements DataplaneResult {

    /**
     * The digest for comparison with the stored Dataplane; see {@link DataplaneDigest#ofStored}.
     */
    public DataplaneDigest digest() {
      return DataplaneDigest.of(this);
    }

    /** The Kubernetes resource, with the Pod as its controller. */
    public io.higuma.kuma.Dataplane resource() {
      var resource = new io.higuma.kuma.Dataplane();
      resource.setMetadata(
          new ObjectMetaBuilder()
              .withNamespace(owner.namespace())
              .withName(owner.name())
              .withLabels(labels)
              .withAnnotations(annotations)
              .withOwnerReferences(owner.reference())
              .build());
      resource.setMesh(mesh);
      resource.setSpec(spec);
      return resource;
    }
  }

  /**
   * The owning Pod; its reference sets {@code controller} and {@code blockOwnerDeletion}.
   *
   * @param namespace the Pod's namespace
   * @param name the Pod's name
   * @param uid the Pod's UID
   */
  record Owner(String namespace, String name, String uid) {

    /** The owner reference that makes garbage collection delete the Dataplane with its Pod. */
    public OwnerReference reference() {
      return new OwnerReferenceBuilder()
          .withApiVersion("v1")
          .withKind("Pod")
          .withName(name)
          .withUid(uid)
          .withController(true)
          .withBlockOwnerDeletion(true)
          .build();
    }
  }

  /**
   * The Pod has no Dataplane.
   *
   * @param reason why
   */
  record None(Reason reason) implements DataplaneResult {}

  /**
   * The conversion failed. A stored Dataplane is not changed, except that of a terminating Pod: see
   * {@link NotReadyDataplane}.
   *
   * @param problems the failures, at least one
   */
  record Failed(List<ConversionProblem> problems) implements DataplaneResult {}

  /** Why a Pod has no Dataplane. */
  enum Reason {
    /** No sidecar was injected: the Pod is not managed. */
    NOT_INJECTED("no sidecar was injected", false),
    /** A legacy zone ingress, which has its own resource kind. */
    ZONE_INGRESS("a zone ingress has no Dataplane", false),
    /** A legacy zone egress, which has its own resource kind. */
    ZONE_EGRESS("a zone egress has no Dataplane", false),
    /** A builtin gateway; another control plane generates its Dataplane. */
    BUILTIN_GATEWAY("builtin gateways are not generated here", false),
    /** The Pod has succeeded. */
    SUCCEEDED("the Pod has succeeded", true),
    /** The Pod has no address. */
    NO_IP("the Pod has no IP", true),
    /** The Pod was evicted. */
    EVICTED("the Pod was evicted", true);

    private final String sentence;
    private final boolean deletes;

    Reason(String sentence, boolean deletes) {
      this.sentence = sentence;
      this.deletes = deletes;
    }

    /** Human-readable reason. */
    public String sentence() {
      return sentence;
    }

    /** Whether a stored Dataplane is deleted; if not, it is kept. */
    public boolean deletes() {
      return deletes;
    }
  }
}
