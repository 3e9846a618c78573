package io.higuma.xds.snapshot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Some resources of one type, sorted by name. It is a list and not a map, because each stream has
 * sets of its own, of resources that it shares with the others.
 */
public final class ResourceSet {
  /** No resources. */
  public static final ResourceSet EMPTY = new ResourceSet(List.of());

  private static final Comparator<XdsResource> ORDER = Comparator.comparing(XdsResource::name);

  private final List<XdsResource> resources;
  private @Nullable String version;

  private ResourceSet(List<XdsResource> sorted) {
    this.resources = sorted;
  }

  static ResourceSet of(SortedMap<String, XdsResource> byName) {
    return new ResourceSet(List.copyOf(byName.values()));
  }

  /** Those whose names are selected; this set if all are. */
  public ResourceSet filter(Predicate<String> selected) {
    List<XdsResource> some = new ArrayList<>(resources);
    some.removeIf(resource -> !selected.test(resource.name()));
    return some.size() == resources.size() ? this : new ResourceSet(List.copyOf(some));
  }

  /** Hash of all names and versions, the same in every process. */
  public synchronized String version() {
    String known = version;
    if (known == null) {
      ContentHash hash = new ContentHash();
      resources.forEach(resource -> hash.add(resource.name()).add("\0").add(resource.version()));
      known = hash.toString();
      version = known;
    }
    return known;
  }

  /** The resource with this name. */
  public Optional<XdsResource> find(String name) {
    int at = Collections.binarySearch(resources, XdsResource.named(name), ORDER);
    return at < 0 ? Optional.empty() : Optional.of(resources.get(at));
  }

  /** Whether there is a resource with this name. */
  public boolean contains(String name) {
    return find(name).isPresent();
  }

  /** The version of the resource with this name; empty if there is none. */
  public String versionOf(String name) {
    return find(name).map(XdsResource::version).orElse("");
  }

  /** Whether both have the same names and versions. */
  public boolean hasSame(ResourceSet other) {
    return this == other || resources.equals(other.resources);
  }

  /** This set if it has the same names and versions, because streams compare sets by identity. */
  ResourceSet sameOrElse(ResourceSet newer) {
    return hasSame(newer) ? this : newer;
  }

  /** All resources, sorted by name. */
  public List<XdsResource> all() {
    return resources;
  }
}
