package io.higuma.kuma;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ContainerPatch resource: JSON patches for the injected containers. Read from the system namespace
 * only, selected by the annotation {@code kuma.io/container-patches} of a Pod or by the setting
 * {@code runtime.kubernetes.injector.containerPatches}.
 */
@JsonDeserialize(using = JsonDeserializer.None.class)
@Group(KumaResource.GROUP)
@Version(KumaResource.VERSION)
@Kind("ContainerPatch")
@Singular("containerpatch")
@Plural("containerpatches")
@JsonPropertyOrder({"apiVersion", "kind", "metadata", "spec", "status"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public final class ContainerPatch extends KumaResource implements Namespaced {
  private static final long serialVersionUID = 1;

  @JsonProperty private Spec spec = Spec.EMPTY;
  @JsonProperty private @Nullable Status status;

  /** The changes. */
  public Spec getSpec() {
    return spec;
  }

  /** Sets the changes; null is none. */
  public void setSpec(@Nullable Spec spec) {
    this.spec = spec == null ? Spec.EMPTY : spec;
  }

  /** The status written by Higuma; null if it is not reconciled yet. */
  public @Nullable Status getStatus() {
    return status;
  }

  /** Sets the status. */
  public void setStatus(@Nullable Status status) {
    this.status = status;
  }

  /**
   * The changes, per container.
   *
   * @param sidecarPatch operations for {@code kuma-sidecar}
   * @param initPatch operations for {@code kuma-init} and {@code kuma-validation}
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Spec(List<Operation> sidecarPatch, List<Operation> initPatch)
      implements Serializable {
    static final Spec EMPTY = new Spec(List.of(), List.of());

    /** Copies the lists; null is an empty one. */
    public Spec(
        @Nullable List<@Nullable Operation> sidecarPatch,
        @Nullable List<@Nullable Operation> initPatch) {
      this.sidecarPatch = copy(sidecarPatch);
      this.initPatch = copy(initPatch);
    }

    private static List<Operation> copy(@Nullable List<@Nullable Operation> operations) {
      return operations == null
          ? List.of()
          : operations.stream()
              .map(operation -> operation == null ? Operation.EMPTY : operation)
              .toList();
    }
  }

  /**
   * One operation of a JSON patch.
   *
   * @param op {@code add}, {@code remove}, {@code replace}, {@code move} or {@code copy}
   * @param path a JSON pointer that starts at the container
   * @param from source path of {@code move} and {@code copy}
   * @param value a string that holds JSON
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Operation(String op, String path, @Nullable String from, @Nullable String value)
      implements Serializable {
    static final Operation EMPTY = new Operation("", "", null, null);

    /** An absent {@code op} or {@code path} is an empty one. */
    public Operation(
        @Nullable String op, @Nullable String path, @Nullable String from, @Nullable String value) {
      this.op = op == null ? "" : op;
      this.path = path == null ? "" : path;
      this.from = from;
      this.value = value;
    }
  }

  /**
   * Status written by Higuma. Kuma has no such field.
   *
   * @param observedGeneration the generation that was reconciled
   * @param conditions {@code Valid} and {@code Used}
   * @param usedBy how many workloads use it
   * @param workloads some of them as {@code namespace/kind/name}, at most 20
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Status(
      long observedGeneration, List<Condition> conditions, int usedBy, List<String> workloads)
      implements Serializable {

    /** Copies the lists; null is an empty one. */
    public Status(
        long observedGeneration,
        @Nullable List<Condition> conditions,
        int usedBy,
        @Nullable List<String> workloads) {
      this.observedGeneration = observedGeneration;
      this.conditions = conditions == null ? List.of() : List.copyOf(conditions);
      this.usedBy = usedBy;
      this.workloads = workloads == null ? List.of() : List.copyOf(workloads);
    }
  }
}
