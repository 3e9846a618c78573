package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.status.StatusView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An expected result of the scenario.
 *
 * @param name a sentence
 * @param found the actual result; empty if it is as expected
 */
record Expectation(String name, String found) {
  boolean holds() {
    return found.isEmpty();
  }

  /**
   * All expectations at the end of the scenario.
   *
   * @param terminated name of the terminated Pod
   */
  static List<Expectation> of(
      ClusterState cluster, Collection<Documents.Refused> refused, String terminated) {
    List<Expectation> all = new ArrayList<>();
    injected(all, cluster, "web", 2);
    injected(all, cluster, "catalog", 2);
    injected(all, cluster, "reviews", 1);
    injected(all, cluster, "mailer", 1);
    injected(all, cluster, "import-books", 1);
    patched(all, cluster);
    outside(all, cluster);
    refused(all, refused, "as-sidecar", "user 5678");
    refused(all, refused, "unpatched", "no-such-patch");
    inbounds(all, cluster, "web", "web-admin_bookstore_svc_8081", "web_bookstore_svc_80");
    inbounds(
        all,
        cluster,
        "catalog",
        "catalog-peers_bookstore_svc_7946",
        "catalog_bookstore_svc_9080",
        "catalog_bookstore_svc_9102");
    inbounds(all, cluster, "reviews", "reviews_bookstore_svc_9090");
    inbounds(all, cluster, "mailer", "mailer_bookstore_svc");
    health(all, cluster, "web", "ready");
    health(all, cluster, "catalog", "ready");
    health(all, cluster, "mailer", "ready");
    health(all, cluster, "reviews", "not ready");
    ended(all, cluster);
    replaced(all, cluster, terminated);
    return all;
  }

  private static Expectation that(String name, Object expected, Object found) {
    return new Expectation(name, expected.equals(found) ? "" : "found " + found);
  }

  private static void injected(List<Expectation> all, ClusterState cluster, String app, long pods) {
    long found =
        cluster.podsOfApp(app).filter(pod -> !ClusterState.sidecar(pod).isMissingNode()).count();
    all.add(that("%s: %d of its Pods have a sidecar".formatted(app, pods), pods, found));
  }

  private static void patched(List<Expectation> all, ClusterState cluster) {
    var limits =
        cluster
            .podsOfApp("catalog")
            .map(pod -> ClusterState.sidecar(pod).at("/resources/limits/cpu").asText())
            .collect(Collectors.toSet());
    all.add(that("catalog: ContainerPatch small-sidecar is applied", Set.of("250m"), limits));
  }

  private static void outside(List<Expectation> all, ClusterState cluster) {
    var pods = cluster.podsOfApp("legacy-reports").toList();
    boolean plain = pods.size() == 1 && ClusterState.sidecar(pods.getFirst()).isMissingNode();
    boolean alone = pods.stream().flatMap(cluster::dataplanesOf).findAny().isEmpty();
    all.add(that("legacy-reports: no sidecar and no Dataplane", true, plain && alone));
  }

  private static void refused(
      List<Expectation> all, Collection<Documents.Refused> refused, String pod, String reason) {
    var messages =
        refused.stream()
            .filter(one -> one.name().equals(pod))
            .map(Documents.Refused::message)
            .toList();
    boolean asExpected = messages.size() == 1 && messages.getFirst().contains(reason);
    var name = "%s: refused because of %s".formatted(pod, reason);
    all.add(new Expectation(name, asExpected ? "" : "found " + messages));
  }

  private static void inbounds(
      List<Expectation> all, ClusterState cluster, String app, String... services) {
    var found =
        cluster
            .podsOfApp(app)
            .map(
                pod ->
                    rows(cluster, pod)
                        .map(StatusView.InboundRow::service)
                        .collect(Collectors.toCollection(TreeSet::new)))
            .collect(Collectors.toSet());
    var expected = Set.of(new TreeSet<>(List.of(services)));
    all.add(that("%s: inbounds %s".formatted(app, List.of(services)), expected, found));
  }

  private static void health(
      List<Expectation> all, ClusterState cluster, String app, String expected) {
    var found =
        cluster
            .podsOfApp(app)
            .flatMap(pod -> rows(cluster, pod))
            .map(StatusView.InboundRow::health)
            .collect(Collectors.toSet());
    all.add(that("%s: all inbounds are %s".formatted(app, expected), Set.of(expected), found));
  }

  private static void ended(List<Expectation> all, ClusterState cluster) {
    var pods = cluster.podsOfApp("import-books").toList();
    var phases = pods.stream().map(pod -> pod.at("/status/phase").asText()).toList();
    all.add(that("import-books: has succeeded", List.of("Succeeded"), phases));
    long left = pods.stream().flatMap(cluster::dataplanesOf).count();
    all.add(that("import-books: its Dataplane is deleted", 0L, left));
  }

  private static void replaced(List<Expectation> all, ClusterState cluster, String terminated) {
    var left =
        cluster.dataplanes().stream().map(ClusterState::name).filter(terminated::equals).toList();
    all.add(that("the Dataplane of the terminated Pod is deleted", List.of(), left));
    var pods = cluster.podsOfApp("web").map(ClusterState::name).filter(terminated::equals).toList();
    all.add(that("another Pod has replaced it", List.of(), pods));
  }

  private static Stream<StatusView.InboundRow> rows(ClusterState cluster, JsonNode pod) {
    var only =
        new ClusterState(
            List.of(), List.of(), List.of(), List.of(), cluster.dataplanesOf(pod).toList());
    return SandboxStatus.of(only, Map.of(), List.of()).inbounds().stream();
  }
}
