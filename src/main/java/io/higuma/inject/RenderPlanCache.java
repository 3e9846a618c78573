package io.higuma.inject;

import io.higuma.kuma.Annotations;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers {@link RenderPlan}s by the annotations and traits they were made from: most Pods of a
 * cluster ask for one of a few. Safe for use by several threads.
 */
final class RenderPlanCache {
  /**
   * No more are kept. The next one makes a new start: those that are in use are soon back, while to
   * know which are would cost every call.
   */
  static final int MOST = 64;

  /** Longer annotations, in characters, are not kept: Pods must not fill our memory. */
  static final int LONGEST = 4096;

  /** What all our annotations have in their keys; no other annotation of a Pod gets in here. */
  private static final String OURS = "kuma.io/";

  private final InjectionContext injection;
  private final Map<Key, RenderPlan> blueprints = new ConcurrentHashMap<>();

  /** What a blueprint is made from. */
  private record Key(Map<String, String> asked, PodTraits traits) {}

  RenderPlanCache(InjectionContext injection) {
    this.injection = injection;
  }

  /**
   * What a Pod with these annotations and traits gets in this mesh. Everything wrong with them is
   * noted down.
   */
  RenderPlan of(
      Map<String, String> annotations, PodTraits traits, String mesh, DecisionNotes notes) {
    var asked = ours(annotations);
    asked.put(Annotations.MESH, mesh);
    var key = new Key(asked, traits);
    var known = blueprints.get(key);
    return known == null ? draw(key, mesh, notes) : known;
  }

  private static Map<String, String> ours(Map<String, String> annotations) {
    var ours = new HashMap<String, String>();
    for (var annotation : annotations.entrySet()) {
      if (annotation.getKey().contains(OURS)) {
        ours.put(annotation.getKey(), annotation.getValue());
      }
    }
    return ours;
  }

  private RenderPlan draw(Key key, String mesh, DecisionNotes notes) {
    var options =
        new PodOptionsReader(injection.settings(), key.asked(), key.traits(), notes).read();
    var blueprint = new RenderPlan(injection, options, mesh);
    if (!notes.isRefused() && length(key.asked()) <= LONGEST) {
      if (blueprints.size() >= MOST) {
        blueprints.clear();
      }
      blueprints.put(key, blueprint);
    }
    return blueprint;
  }

  private static int length(Map<String, String> asked) {
    int length = 0;
    for (var entry : asked.entrySet()) {
      length += entry.getKey().length() + entry.getValue().length();
    }
    return length;
  }
}
