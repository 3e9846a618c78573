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
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * DataplaneInsight resource: the streams of the proxy of a Dataplane, which has the same name. The
 * field {@code mesh} is beside the status, which is not a subresource.
 */
@JsonDeserialize(using = JsonDeserializer.None.class)
@Group(KumaResource.GROUP)
@Version(KumaResource.VERSION)
@Kind("DataplaneInsight")
@Singular("dataplaneinsight")
@Plural("dataplaneinsights")
@JsonPropertyOrder({"apiVersion", "kind", "mesh", "metadata", "status"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public final class DataplaneInsight extends KumaResource implements Namespaced {
  /** Annotation with the reason why the proxy rejects its newest configuration. */
  public static final String REJECTED_ANNOTATION = "higuma.io/rejected";

  private static final long serialVersionUID = 1;

  @JsonProperty private String mesh = "";
  @JsonProperty private ObjectNode status = JsonNodeFactory.instance.objectNode();

  /** The name of the mesh; empty if it is not set, which means {@code default}. */
  public String getMesh() {
    return mesh;
  }

  /** Sets the name of the mesh. */
  public void setMesh(@Nullable String mesh) {
    this.mesh = mesh == null ? "" : mesh;
  }

  /** The status, in Kuma's format. */
  public ObjectNode getStatus() {
    return status;
  }

  /** Sets the status; null is an empty one. */
  public void setStatus(@Nullable ObjectNode status) {
    this.status = status == null ? JsonNodeFactory.instance.objectNode() : status;
  }
}
