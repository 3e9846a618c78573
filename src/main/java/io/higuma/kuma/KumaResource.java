package io.higuma.kuma;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/** Base class of Kuma's resources. */
@JsonIgnoreProperties(ignoreUnknown = true)
public abstract sealed class KumaResource implements HasMetadata
    permits ContainerPatch, Dataplane, DataplaneInsight, Mesh {
  /** The API group. */
  public static final String GROUP = "kuma.io";

  /** The only version of the group. */
  public static final String VERSION = "v1alpha1";

  private static final long serialVersionUID = 1;

  @JsonProperty private String apiVersion = GROUP + "/" + VERSION;
  @JsonProperty private String kind = getClass().getSimpleName();
  @JsonProperty private ObjectMeta metadata = new ObjectMeta();

  @Override
  public String getApiVersion() {
    return apiVersion;
  }

  @Override
  public void setApiVersion(String version) {
    apiVersion = version;
  }

  @Override
  public String getKind() {
    return kind;
  }

  /** Sets the kind; required by Jackson. */
  public void setKind(String kind) {
    this.kind = kind;
  }

  @Override
  public ObjectMeta getMetadata() {
    return metadata;
  }

  @Override
  public void setMetadata(@Nullable ObjectMeta metadata) {
    this.metadata = metadata == null ? new ObjectMeta() : metadata;
  }
}
