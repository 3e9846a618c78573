package io.higuma.gui;

import io.higuma.api.status.Overview;
import io.higuma.api.status.OverviewView;
import io.higuma.gui.OverviewPage.Count;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prepares the overview for its template. */
@Singleton
final class OverviewViews {
  private final Overview overview;

  @Inject
  OverviewViews(Overview overview) {
    this.overview = overview;
  }

  OverviewPage page(Page page) {
    var now = overview.now();
    return new OverviewPage(counts(page, now), facts(now), warnings(now), Plot.of(now.lastHour()));
  }

  private static List<Count> counts(Page page, OverviewView now) {
    var pods = now.pods();
    var dataplanes = page.href(View.DATAPLANES);
    return List.of(
        state(page, pods, "injected", "injected", Map.of()),
        state(page, pods, "outdated", "outdated", Map.of()),
        state(page, pods, "skipped", "skipped", pods.skipped()),
        state(page, pods, "missing", "without the sidecar that they should have", pods.refused()),
        new Count(pods.notReady(), "not ready", page.href(View.WORKLOADS), List.of()),
        new Count(now.dataplanes(), "Dataplanes", dataplanes, List.of()),
        new Count(now.online(), "sidecars online", dataplanes, List.of()));
  }

  private static Count state(
      Page page, OverviewView.Pods pods, String state, String label, Map<String, Integer> reasons) {
    return new Count(
        pods.counts().getOrDefault(state, 0),
        label,
        Links.query(page.href(View.WORKLOADS), Map.of("state", state)),
        reasons.entrySet().stream()
            .map(reason -> reason.getValue() + " " + reason.getKey())
            .toList());
  }

  private static List<Fact> facts(OverviewView now) {
    var facts = new ArrayList<Fact>();
    facts.add(new Fact("This replica", now.replica()));
    facts.add(
        new Fact(
            "Leader",
            now.leader().orElse("not known") + (now.isLeader() ? " (this replica)" : "")));
    facts.add(new Fact("Sidecars of this replica", Integer.toString(now.streams())));
    now.certificate()
        .ifPresent(
            certificate ->
                facts.add(
                    new Fact(
                        "Certificate of the webhook",
                        "valid until %s (%d days)"
                            .formatted(
                                certificate.notAfter(),
                                Duration.ofSeconds(certificate.secondsLeft()).toDays()))));
    facts.add(new Fact("Pods as of", now.pods().at()));
    return facts;
  }

  private static List<String> warnings(OverviewView now) {
    var warnings = new ArrayList<String>();
    if (now.leader().isEmpty()) {
      warnings.add("No leader is known: Dataplanes are not written.");
    }
    now.certificate().ifPresent(certificate -> warnings.addAll(certificate.problems()));
    return warnings;
  }
}
