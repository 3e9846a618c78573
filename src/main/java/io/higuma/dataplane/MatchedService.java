package io.higuma.dataplane;

import io.higuma.dataplane.ConversionTrace.Match;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Service of the Pod's namespace and how it matches the Pod.
 *
 * @param service the Service
 * @param match how it matches the Pod
 */
record MatchedService(ServiceView service, Match match) {

  /** All Services of the Pod's namespace, sorted by name. */
  static List<MatchedService> all(
      CachedPod pod, RelatedObjects related, Set<String> ignoredLabels) {
    Set<String> targeting = related.servicesTargeting(pod.id());
    return related.services(pod.namespace()).stream()
        .sorted(Comparator.comparing(ServiceView::name))
        .map(service -> new MatchedService(service, match(service, pod, targeting, ignoredLabels)))
        .toList();
  }

  /** Whether the Service belongs to a zone proxy. */
  boolean isZoneProxy() {
    return service.labels().containsKey(Labels.ZONE_PROXY_TYPE);
  }

  private static Match match(
      ServiceView service, CachedPod pod, Set<String> targeting, Set<String> ignoredLabels) {
    // An invalid value is treated as absent and is not a failure of the Pod.
    if (Annotations.IGNORE.validIn(service.annotations()).orElse(false)) {
      return Match.IGNORED;
    }
    if (service.isExternalName()) {
      return Match.EXTERNAL_NAME;
    }
    if (service.selector().isEmpty()) {
      return targeting.contains(service.name()) ? Match.ENDPOINT : Match.NO_ENDPOINT;
    }
    return matchSelector(service.selector(), pod.labels(), ignoredLabels);
  }

  /** Matches a non-empty selector against labels. */
  static Match matchSelector(
      Map<String, String> selector, Map<String, String> labels, Set<String> ignoredLabels) {
    boolean fully = true;
    boolean any = false;
    for (Map.Entry<String, String> wanted : selector.entrySet()) {
      boolean same = SelectorDifference.has(labels, wanted);
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
