package io.higuma.xds.snapshot;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The resources of one type for one proxy, sorted by name. */
public final class ResourceSet {
  private final SortedMap<String, XdsResource> resources;
  private @Nullable String version;

  ResourceSet(SortedMap<String, XdsResource> resources) {
    this.resources = Collections.unmodifiableSortedMap(resources);
  }

  /** Hash of all names and versions, the same in every process. */
  public synchronized String version() {
    String known = version;
    if (known == null) {
      known = versionOf(resources.values());
      version = known;
    }
    return known;
  }

  /** Hash of the names and versions of some resources, which must be sorted by name. */
  public static String versionOf(Collection<XdsResource> sorted) {
    ContentHash hash = new ContentHash();
    sorted.forEach(resource -> hash.add(resource.name()).add("\0").add(resource.version()));
    return hash.toString();
  }

  /** The resource with this name. */
  public Optional<XdsResource> find(String name) {
    return Optional.ofNullable(resources.get(name));
  }

  /** All resources by name. */
  public Map<String, XdsResource> byName() {
    return resources;
  }

  /** All resources, sorted by name. */
  public Collection<XdsResource> all() {
    return resources.values();
  }
}
