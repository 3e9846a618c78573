package io.higuma.inject;

import io.higuma.kuma.Annotations;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounded cache of {@link RenderPlan}s, keyed by Kuma's annotations, the mesh and the traits of a
 * Pod: most Pods of a cluster share a few combinations. Thread-safe.
 */
final class RenderPlanCache {
  /**
   * Maximum number of entries. One more clears the cache: entries in use are soon added again,
   * while tracking their use would cost every lookup.
   */
  static final int MAX_ENTRIES = 64;

  /** Maximum length of a key's annotations, in characters: Pods must not fill the memory. */
  static final int MAX_LENGTH = 4096;

  /** Part of the key of every annotation that rendering reads; other annotations are ignored. */
  private static final String KUMA_IO = "kuma.io/";

  private final InjectionContext injection;
  private final Map<Key, RenderPlan> plans = new ConcurrentHashMap<>();

  /** Everything of a Pod that a plan depends on. */
  private record Key(Map<String, String> annotations, PodTraits traits) {}

  RenderPlanCache(InjectionContext injection) {
    this.injection = injection;
  }

  /**
   * Returns the plan for a Pod with these annotations and traits in this mesh. Adds all violations
   * to the notes.
   */
  RenderPlan of(
      Map<String, String> podAnnotations, PodTraits traits, String mesh, DecisionNotes notes) {
    var annotations = kumaAnnotations(podAnnotations);
    annotations.put(Annotations.MESH, mesh);
    var key = new Key(annotations, traits);
    var cached = plans.get(key);
    return cached == null ? create(key, mesh, notes) : cached;
  }

  private static Map<String, String> kumaAnnotations(Map<String, String> annotations) {
    var selected = new HashMap<String, String>();
    for (var annotation : annotations.entrySet()) {
      if (annotation.getKey().contains(KUMA_IO)) {
        selected.put(annotation.getKey(), annotation.getValue());
      }
    }
    return selected;
  }

  private RenderPlan create(Key key, String mesh, DecisionNotes notes) {
    var options =
        new PodOptionsReader(injection.settings(), key.annotations(), key.traits(), notes).read();
    var plan = new RenderPlan(injection, options, mesh);
    if (!notes.isRejected() && length(key.annotations()) <= MAX_LENGTH) {
      if (plans.size() >= MAX_ENTRIES) {
        plans.clear();
      }
      plans.put(key, plan);
    }
    return plan;
  }

  private static int length(Map<String, String> annotations) {
    int length = 0;
    for (var entry : annotations.entrySet()) {
      length += entry.getKey().length() + entry.getValue().length();
    }
    return length;
  }
}
