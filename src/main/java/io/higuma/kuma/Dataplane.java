package io.higuma.kuma;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** Dataplane resource: the proxy of a Pod. The field {@code mesh} is beside the spec, not in it. */
@JsonDeserialize(using = JsonDeserializer.None.class)
@Group(KumaResource.GROUP)
@Version(KumaResource.VERSION)
@Kind("Dataplane")
@Singular("dataplane")
@Plural("dataplanes")
@ShortNames("dp")
@JsonPropertyOrder({"apiVersion", "kind", "mesh", "metadata", "spec"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public final class Dataplane extends KumaResource implements Namespaced {
  private static final long serialVersionUID = 1;

  @JsonProperty private String mesh = "";
  @JsonProperty private ObjectNode spec = JsonNodeFactory.instance.objectNode();

  /** The name of the mesh; empty if it is not set, which means {@code default}. */
  public String getMesh() {
    return mesh;
  }

  /** Sets the name of the mesh. */
  public void setMesh(@Nullable String mesh) {
    this.mesh = mesh == null ? "" : mesh;
  }

  /** The spec, in Kuma's format. */
  public ObjectNode getSpec() {
    return spec;
  }

  /** Sets the spec; null is an empty one. */
  public void setSpec(@Nullable ObjectNode spec) {
    this.spec = spec == null ? JsonNodeFactory.instance.objectNode() : spec;
  }
}
