package io.higuma.app;

import io.higuma.inject.Surroundings;
import io.higuma.settings.Settings;
import java.util.List;
import java.util.stream.Stream;

/** Warnings about valid settings that refer to missing objects in the cluster. */
final class SettingsWarnings {
  private final Surroundings surroundings;

  /** Reads the cluster from these caches. */
  SettingsWarnings(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** One message per warning. */
  List<String> of(Settings settings) {
    var injector = settings.runtime().kubernetes().injector();
    var system = settings.store().kubernetes().systemNamespace();
    try {
      var patches =
          injector.containerPatches().stream()
              .filter(name -> surroundings.containerPatch(name).isEmpty())
              .map(
                  name ->
                      "there is no ContainerPatch %s in namespace %s: Pods that name none of their"
                              .formatted(name, system)
                          + " own will be refused");
      var map = injector.transparentProxyConfigMap();
      boolean absent = !map.isEmpty() && surroundings.redirectConfig(map).isEmpty();
      var redirect =
          Stream.of(
                  "there is no ConfigMap %s with a key config.yaml in namespace %s: Pods will be"
                          .formatted(map, system)
                      + " refused")
              .filter(text -> absent);
      return Stream.concat(patches, redirect).toList();
    } catch (Surroundings.LookupFailed e) {
      return List.of();
    }
  }
}
