package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
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
 * Tells the annotations that a user wrote from those that injection wrote: injection is asked what
 * it writes without the user's, and what differs must be the user's. An annotation that says what
 * injection would say anyway is taken for injection's, which makes no difference.
 */
final class OwnMetadata {
  private final SidecarInjector injector;
  private final Surroundings around;
  private final List<String> warnings;
  private final int readinessPort;

  /**
   * Asks injection.
   *
   * @param warnings gets a sentence for each annotation that says something else than injection
   *     writes
   */
  OwnMetadata(InjectionContext injection, Surroundings around, List<String> warnings) {
    this.injector = new SidecarInjector(injection);
    this.around = around;
    this.warnings = warnings;
    this.readinessPort = injection.settings().bootstrapServer().params().readinessPort();
  }

  /**
   * Removes what injection wrote.
   *
   * @param pod the Pod without our containers and volumes, probes restored; changed in place
   * @return whether the user's annotations could be told apart
   */
  boolean keepIn(ObjectNode pod) {
    if (!(pod.get("metadata") instanceof ObjectNode metadata)) {
      return true;
    }
    var injected = new LinkedHashMap<String, String>();
    if (metadata.get("annotations") instanceof ObjectNode annotations) {
      annotations.remove(Annotations.INJECTION);
      InjectedNames.annotations()
          .filter(annotations::has)
          .forEach(key -> injected.put(key, annotations.remove(key).asText()));
    }
    var label =
        metadata.get("labels") instanceof ObjectNode labels
            ? Optional.ofNullable(labels.remove(Labels.MESH)).map(JsonNode::asText)
            : Optional.<String>empty();
    boolean told = keep(pod, injected, label);
    tidy(metadata, "annotations");
    tidy(metadata, "labels");
    if (metadata.isEmpty()) {
      pod.remove("metadata");
    }
    return told;
  }

  private boolean keep(ObjectNode pod, Map<String, String> injected, Optional<String> label) {
    for (int most = injected.size(); most >= 0; most--) {
      var again = again(pod);
      if (again.isEmpty()) {
        InjectedNames.OVERWRITTEN.forEach(injected::remove);
        injected.forEach((key, value) -> annotations(pod).put(key, value));
        label.ifPresent(mesh -> labels(pod).put(Labels.MESH, mesh));
        return false;
      }
      var mesh = again.get().mesh();
      if (label.isPresent() && !label.get().equals(mesh)) {
        labels(pod).put(Labels.MESH, label.get());
        label = Optional.empty();
      }
      var written = annotationsAfter(pod, again.get());
      var own = injected.entrySet().stream().filter(entry -> !explains(written, entry)).findFirst();
      if (own.isEmpty()) {
        return true;
      }
      var key = own.get().getKey();
      var value = own.get().getValue();
      injected.remove(key);
      var users = written.containsKey(key) ? users(key, value, written) : value;
      if (written.containsKey(key) && users.equals(value)) {
        warnings.add(
            "annotation %s stays: it says '%s', and injection writes '%s'"
                .formatted(key, value, written.get(key)));
      }
      annotations(pod).put(key, users);
    }
    return true;
  }

  private static boolean explains(Map<String, String> written, Map.Entry<String, String> found) {
    var again = written.get(found.getKey());
    return InjectedNames.OVERWRITTEN.contains(found.getKey())
        ? again != null
        : found.getValue().equals(again);
  }

  /** The user's share of a value to which injection adds its own. */
  private String users(String key, String value, Map<String, String> written) {
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

  /** What injection would do with the Pod as it is now; empty where it would not inject. */
  private Optional<Decision.Inject> again(ObjectNode pod) {
    try {
      return injector.decide(PodReader.read(pod), "", around) instanceof Decision.Inject inject
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
        .forEach(entry -> annotations.put(entry.getKey(), entry.getValue().asText()));
    return annotations;
  }

  private static ObjectNode annotations(ObjectNode pod) {
    return pod.withObject("/metadata/annotations");
  }

  private static ObjectNode labels(ObjectNode pod) {
    return pod.withObject("/metadata/labels");
  }

  private static void tidy(ObjectNode metadata, String member) {
    if (metadata.path(member).isObject() && metadata.path(member).isEmpty()) {
      metadata.remove(member);
    }
  }
}
