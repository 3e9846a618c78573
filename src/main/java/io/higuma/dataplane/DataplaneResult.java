package io.higuma.dataplane;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;

/** What a Pod's Dataplane should be. */
public sealed interface DataplaneResult {

  /**
   * The Dataplane with the Pod's name and namespace, in its final form.
   *
   * @param mesh its Mesh
   * @param spec its spec; belongs to the caller
   * @param labels all labels it should have, sorted by key
   * @param annotations the annotations that are ours, sorted by key; others are left alone
   * @param owner the Pod as its controller
   * @param problems what the Pod's user should know; none of it stands in the way
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
     * The digest by which this is compared with what is stored; {@link DataplaneDigest#ofStored}.
     */
    public DataplaneDigest digest() {
      return DataplaneDigest.of(this);
    }

    /** The same as a resource, with the Pod as its controller. */
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
   * The Pod, as controller and with {@code blockOwnerDeletion}.
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
   * No Dataplane.
   *
   * @param reason why
   */
  record None(Reason reason) implements DataplaneResult {}

  /**
   * There should be one, but it cannot be made. A stored one stays as it is.
   *
   * @param problems why, at least one
   */
  record Failed(List<ConversionProblem> problems) implements DataplaneResult {}

  /** Why a Pod has no Dataplane. */
  enum Reason {
    /** No sidecar was injected: the Pod is none of our business. */
    NOT_INJECTED("no sidecar was injected", false),
    /** A zone ingress of the old kind, which has a resource of its own. */
    ZONE_INGRESS("a zone ingress has no Dataplane", false),
    /** A zone egress of the old kind, which has a resource of its own. */
    ZONE_EGRESS("a zone egress has no Dataplane", false),
    /** A builtin gateway, made by another control plane. */
    BUILTIN_GATEWAY("builtin gateways are not generated here", false),
    /** The Pod has done its work. */
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

    /** The reason for people. */
    public String sentence() {
      return sentence;
    }

    /** Whether a stored Dataplane is to be deleted; if not, it is left alone. */
    public boolean deletes() {
      return deletes;
    }
  }
}
