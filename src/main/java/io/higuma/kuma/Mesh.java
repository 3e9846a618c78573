package io.higuma.kuma;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** Mesh resource. Kuma owns it; Higuma only checks that it exists and reads one setting. */
@JsonDeserialize(using = JsonDeserializer.None.class)
@Group(KumaResource.GROUP)
@Version(KumaResource.VERSION)
@Kind("Mesh")
@Singular("mesh")
@Plural("meshes")
@JsonPropertyOrder({"apiVersion", "kind", "metadata", "spec"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public final class Mesh extends KumaResource {
  private static final long serialVersionUID = 1;

  @JsonProperty private ObjectNode spec = JsonNodeFactory.instance.objectNode();

  /** The spec as stored. */
  public ObjectNode getSpec() {
    return spec;
  }

  /** Sets the spec; null is an empty one. */
  public void setSpec(@Nullable ObjectNode spec) {
    this.spec = spec == null ? JsonNodeFactory.instance.objectNode() : spec;
  }

  /** The setting {@code meshServices.mode}, such as {@code Exclusive}; empty if it is not set. */
  @JsonIgnore
  public String meshServicesMode() {
    return spec.path("meshServices").path("mode").asText("");
  }
}
