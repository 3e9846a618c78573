package io.higuma.api;

import io.higuma.api.InventoryView.InventoriedPod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All Pods with their injection states, as read at one moment. Immutable and thread-safe. */
public final class InventorySnapshot {
  /** The injection states, in the order in which they are shown. */
  public static final List<String> STATES =
      List.of("injected", "outdated", "skipped", "missing", "unknown");

  private static final Map<String, Integer> ZERO_OF_EACH = zeroOfEach();
  private static final Comparator<InventoriedWorkload> ORDER =
      Comparator.comparing(InventoriedWorkload::namespace)
          .thenComparing(InventoriedWorkload::kind)
          .thenComparing(InventoriedWorkload::name);

  private final Instant at;
  private final List<InventoriedPod> pods;
  private volatile @Nullable List<InventoriedWorkload> workloads;

  InventorySnapshot(Instant at, List<InventoriedPod> pods) {
    this.at = at.truncatedTo(ChronoUnit.MILLIS);
    this.pods = List.copyOf(pods);
  }

  /** When the Pods were read. */
  public Instant at() {
    return at;
  }

  /** All Pods, in the order of the API server; terminated Pods are omitted. */
  public List<InventoriedPod> pods() {
    return pods;
  }

  /** All workloads, sorted by namespace, kind and name; grouped at the first call. */
  public List<InventoriedWorkload> workloads() {
    var known = workloads;
    if (known == null) {
      known =
          pods.stream()
              .collect(Collectors.groupingBy(pod -> pod.namespace() + "/" + pod.owner()))
              .values()
              .stream()
              .map(InventoriedWorkload::of)
              .sorted(ORDER)
              .toList();
      workloads = known;
    }
    return known;
  }

  /** The namespaces that have Pods, sorted, with the number of their workloads. */
  public Map<String, Integer> namespaces() {
    Map<String, Integer> namespaces = new TreeMap<>();
    workloads().forEach(workload -> namespaces.merge(workload.namespace(), 1, Integer::sum));
    return namespaces;
  }

  /**
   * The Pods of one workload, in the order of the API server; none if there is no such workload.
   */
  public List<InventoriedPod> podsOf(String namespace, String kind, String name) {
    var owner = kind + "/" + name;
    return pods.stream()
        .filter(pod -> pod.namespace().equals(namespace) && pod.owner().equals(owner))
        .toList();
  }

  /** How many Pods this applies to. */
  public int count(Predicate<InventoriedPod> counted) {
    return count(pods, counted);
  }

  /** How many Pods are in each state. */
  public Map<String, Integer> counts() {
    return countStates(pods, ZERO_OF_EACH);
  }

  /**
   * Lists Pods.
   *
   * @param next the address of the page that begins at an offset
   */
  public InventoryView list(InventoryQuery query, IntFunction<String> next) {
    var matching =
        query.equals(InventoryQuery.ALL) ? pods : pods.stream().filter(query::matches).toList();
    return new InventoryView(
        at.toString(),
        countStates(matching, ZERO_OF_EACH),
        count(matching, InventoriedPod::hasOnlineSidecar),
        matching.size(),
        query.next(matching.size()).map(next::apply),
        query.page(matching));
  }

  /**
   * Lists workloads; with a state, those with at least one Pod in it.
   *
   * @param next the address of the page that begins at an offset
   */
  public InventoriedWorkloads listWorkloads(InventoryQuery query, IntFunction<String> next) {
    var matching = workloads().stream().filter(query::matches).toList();
    Map<String, Integer> counts = new LinkedHashMap<>(ZERO_OF_EACH);
    matching.forEach(
        workload ->
            workload.counts().forEach((state, count) -> counts.merge(state, count, Integer::sum)));
    return new InventoriedWorkloads(
        at.toString(),
        counts,
        matching.size(),
        query.next(matching.size()).map(next::apply),
        query.page(matching));
  }

  /** Whether both have the same Pods in the same states. */
  boolean hasSamePods(InventorySnapshot other) {
    return pods.equals(other.pods);
  }

  static Map<String, Integer> countStates(List<InventoriedPod> pods, Map<String, Integer> initial) {
    Map<String, Integer> counts = new LinkedHashMap<>(initial);
    pods.forEach(pod -> counts.merge(pod.injection().state(), 1, Integer::sum));
    return counts;
  }

  static int count(List<InventoriedPod> pods, Predicate<InventoriedPod> counted) {
    return Math.toIntExact(pods.stream().filter(counted).count());
  }

  private static Map<String, Integer> zeroOfEach() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    STATES.forEach(state -> counts.put(state, 0));
    return Collections.unmodifiableMap(counts);
  }
}
