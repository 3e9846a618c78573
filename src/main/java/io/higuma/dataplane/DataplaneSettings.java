package io.higuma.dataplane;

import io.higuma.settings.Settings;
import java.util.List;
import java.util.Set;

/**
 * The settings that conversions use.
 *
 * @param zone {@code multizone.zone.name}; may be empty
 * @param nodeLabelsToCopy {@code runtime.kubernetes.injector.nodeLabelsToCopy}
 * @param ignoredServiceSelectorLabels {@code
 *     runtime.kubernetes.injector.ignoredServiceSelectorLabels}
 * @param workloadLabels {@code runtime.kubernetes.workloadLabels}, first match wins
 * @param inboundTagsDisabled {@code experimental.inboundTagsDisabled}
 * @param outboundsAsVips {@code experimental.kubeOutboundsAsVIPs}; if not, outbounds are written
 *     into the Dataplane
 */
public record DataplaneSettings(
    String zone,
    List<String> nodeLabelsToCopy,
    Set<String> ignoredServiceSelectorLabels,
    List<String> workloadLabels,
    boolean inboundTagsDisabled,
    boolean outboundsAsVips) {

  /** Copies the collections. */
  public DataplaneSettings {
    nodeLabelsToCopy = List.copyOf(nodeLabelsToCopy);
    ignoredServiceSelectorLabels = Set.copyOf(ignoredServiceSelectorLabels);
    workloadLabels = List.copyOf(workloadLabels);
  }

  /** Extracts them from the configuration. */
  public static DataplaneSettings of(Settings settings) {
    return new DataplaneSettings(
        settings.multizone().zone().name(),
        settings.runtime().kubernetes().injector().nodeLabelsToCopy(),
        Set.copyOf(settings.runtime().kubernetes().injector().ignoredServiceSelectorLabels()),
        settings.runtime().kubernetes().workloadLabels(),
        settings.experimental().inboundTagsDisabled(),
        settings.experimental().kubeOutboundsAsVIPs());
  }
}
