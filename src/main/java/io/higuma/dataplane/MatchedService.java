package io.higuma.dataplane;

import io.higuma.dataplane.ConversionTrace.Match;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Service of the Pod's namespace and what it has to do with the Pod.
 *
 * @param service the Service
 * @param match what it has to do with the Pod
 */
record MatchedService(ServiceView service, Match match) {

  /** All Services of the Pod's namespace, by name. */
  static List<MatchedService> all(
      CachedPod pod, RelatedObjects neighbours, Set<String> ignoredLabels) {
    Set<String> targeting = neighbours.servicesTargeting(pod.namespace(), pod.id().uid());
    return neighbours.services(pod.namespace()).stream()
        .sorted(Comparator.comparing(ServiceView::name))
        .map(service -> new MatchedService(service, match(service, pod, targeting, ignoredLabels)))
        .toList();
  }

  /** Whether the Service belongs to a zone proxy. */
  boolean zoneProxy() {
    return service.labels().containsKey(Labels.ZONE_PROXY_TYPE);
  }

  private static Match match(
      ServiceView service, CachedPod pod, Set<String> targeting, Set<String> ignoredLabels) {
    // A value that cannot be read is no request to be ignored, and nobody's failure.
    if (Annotations.IGNORE.goodIn(service.annotations()).orElse(false)) {
      return Match.IGNORED;
    }
    if (service.externalName()) {
      return Match.EXTERNAL_NAME;
    }
    if (service.selector().isEmpty()) {
      return targeting.contains(service.name()) ? Match.ENDPOINT : Match.NO_ENDPOINT;
    }
    return selection(service.selector(), pod.labels(), ignoredLabels);
  }

  /** What a selector, which is not empty, has to do with these labels. */
  static Match selection(
      Map<String, String> selector, Map<String, String> labels, Set<String> ignoredLabels) {
    boolean fully = true;
    boolean any = false;
    for (Map.Entry<String, String> wanted : selector.entrySet()) {
      boolean same = wanted.getValue().equals(labels.get(wanted.getKey()));
      fully &= same;
      if (!ignoredLabels.contains(wanted.getKey())) {
        any = true;
        if (!same) {
          return Match.NOT_SELECTED;
        }
      }
    }
    if (!any) {
      return Match.ONLY_IGNORED_LABELS;
    }
    return fully ? Match.SELECTED : Match.SELECTED_PARTLY;
  }
}
