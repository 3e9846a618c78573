package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.Decision;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.PodReader;
import io.higuma.inject.SidecarInjector;
import io.higuma.inject.Surroundings;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Separates annotations that the user wrote from those that injection wrote: runs injection on the
 * Pod without them and keeps those that differ from the result. An annotation with the value that
 * injection writes anyway counts as injection's, which makes no difference.
 */
final class OwnMetadata {
  private final SidecarInjector injector;
  private final Surroundings cluster;
  private final List<String> warnings;
  private final int readinessPort;

  /**
   * Uses this configuration and these cluster objects.
   *
   * @param warnings receives a sentence for each annotation with another value than injection
   *     writes
   */
  OwnMetadata(InjectionContext injection, Surroundings cluster, List<String> warnings) {
    this.injector = new SidecarInjector(injection);
    this.cluster = cluster;
    this.warnings = warnings;
    this.readinessPort = injection.settings().bootstrapServer().params().readinessPort();
  }

  /**
   * Removes the labels and annotations that injection wrote.
   *
   * @param pod the Pod without injected containers and volumes, with restored probes; modified in
   *     place
   * @return whether the user's annotations could be identified
   */
  boolean keepUserMetadata(ObjectNode pod) {
    if (!(pod.get("metadata") instanceof ObjectNode metadata)) {
      return true;
    }
    var injected = new LinkedHashMap<String, String>();
    if (metadata.get("annotations") instanceof ObjectNode annotations) {
      annotations.remove(Annotations.INJECTION);
      InjectedNames.annotations()
          .filter(annotations::has)
          .forEach(key -> injected.put(key, annotations.remove(key).asText("")));
    }
    var label =
        metadata.get("labels") instanceof ObjectNode labels
            ? Optional.ofNullable(labels.remove(Labels.MESH)).map(mesh -> mesh.asText(""))
            : Optional.<String>empty();
    boolean complete = restoreUserMetadata(pod, injected, label);
    removeIfEmpty(metadata, "annotations");
    removeIfEmpty(metadata, "labels");
    if (metadata.isEmpty()) {
      pod.remove("metadata");
    }
    return complete;
  }

  private boolean restoreUserMetadata(
      ObjectNode pod, Map<String, String> injected, Optional<String> label) {
    for (int attempts = injected.size(); attempts >= 0; attempts--) {
      var decision = inject(pod);
      if (decision.isEmpty()) {
        InjectedNames.OVERWRITTEN.forEach(injected::remove);
        injected.forEach((key, value) -> annotations(pod).put(key, value));
        label.ifPresent(mesh -> labels(pod).put(Labels.MESH, mesh));
        return false;
      }
      var mesh = decision.get().mesh();
      if (label.isPresent() && !label.get().equals(mesh)) {
        labels(pod).put(Labels.MESH, label.get());
        label = Optional.empty();
      }
      var written = annotationsAfter(pod, decision.get());
      var own = injected.entrySet().stream().filter(entry -> !explains(written, entry)).findFirst();
      if (own.isEmpty()) {
        return true;
      }
      var key = own.get().getKey();
      var value = own.get().getValue();
      injected.remove(key);
      var userValue = written.containsKey(key) ? userPart(key, value, written) : value;
      if (written.containsKey(key) && userValue.equals(value)) {
        warnings.add(
            "annotation %s stays: its value is '%s', but injection writes '%s'"
                .formatted(key, value, written.get(key)));
      }
      annotations(pod).put(key, userValue);
    }
    return true;
  }

  private static boolean explains(Map<String, String> written, Map.Entry<String, String> found) {
    var value = written.get(found.getKey());
    return InjectedNames.OVERWRITTEN.contains(found.getKey())
        ? value != null
        : found.getValue().equals(value);
  }

  /** The user's part of a value to which injection appends. */
  private String userPart(String key, String value, Map<String, String> written) {
    if (key.equals(Annotations.EXCLUDE_INBOUND_PORTS.name())) {
      return without(value, Integer.toString(readinessPort), ",");
    }
    if (key.equals(Annotations.MULTUS_NETWORKS)) {
      return value.startsWith("[")
          ? value.replace(",{\"name\":\"kuma-cni\"}", "")
          : without(value, "kuma-cni", ",");
    }
    if (key.equals(Annotations.EXCLUDE_OUTBOUND_PORTS_FOR_UIDS.name())) {
      return without(value, written.getOrDefault(key, ""), ";");
    }
    return value;
  }

  private static String without(String value, String end, String separator) {
    if (value.equals(end)) {
      return "";
    }
    var suffix = separator + end;
    return !end.isEmpty() && value.endsWith(suffix)
        ? value.substring(0, value.length() - suffix.length())
        : value;
  }

  /** Runs injection on the Pod; empty if it would not be injected. */
  private Optional<Decision.Inject> inject(ObjectNode pod) {
    try {
      return injector.decide(PodReader.read(pod), "", cluster) instanceof Decision.Inject inject
          ? Optional.of(inject)
          : Optional.empty();
    } catch (PodReader.Malformed _) {
      return Optional.empty();
    }
  }

  private static Map<String, String> annotationsAfter(ObjectNode pod, Decision.Inject inject) {
    var after = io.fabric8.zjsonpatch.JsonPatch.apply(inject.patch().toJson(), pod);
    var annotations = new LinkedHashMap<String, String>();
    after
        .at("/metadata/annotations")
        .properties()
        .forEach(entry -> annotations.put(entry.getKey(), entry.getValue().asText("")));
    return annotations;
  }

  private static ObjectNode annotations(ObjectNode pod) {
    return pod.withObject("/metadata/annotations");
  }

  private static ObjectNode labels(ObjectNode pod) {
    return pod.withObject("/metadata/labels");
  }

  private static void removeIfEmpty(ObjectNode metadata, String member) {
    if (metadata.path(member).isObject() && metadata.path(member).isEmpty()) {
      metadata.remove(member);
    }
  }
}
