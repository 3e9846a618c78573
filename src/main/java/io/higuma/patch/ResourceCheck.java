package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds resources that the API server rejects. */
final class ResourceCheck {
  private static final Set<String> RESOURCES = Set.of("cpu", "memory", "ephemeral-storage");
  private static final String HUGE_PAGES = "hugepages-";
  private static final String REQUESTS = "requests";
  private static final String LIMITS = "limits";

  private final JsonNode resources;
  private final List<ContainerDefect> defects;

  private ResourceCheck(JsonNode resources, List<ContainerDefect> defects) {
    this.resources = resources;
    this.defects = defects;
  }

  static void of(JsonNode resources, List<ContainerDefect> defects) {
    var check = new ResourceCheck(resources, defects);
    check.list(LIMITS);
    check.list(REQUESTS);
    check.requests();
    check.hugePages();
  }

  private void list(String list) {
    for (var resource : resources.path(list).properties()) {
      var name = resource.getKey();
      if (!isExtended(name) && !name.startsWith(HUGE_PAGES) && !RESOURCES.contains(name)) {
        defect(list, name, "containers have no resource of this name");
      }
      quantity(resource.getValue())
          .filter(Quantity::isNegative)
          .ifPresent(_ -> defect(list, name, resource.getValue().asText() + " is negative"));
      quantity(resource.getValue())
          .filter(amount -> isExtended(name) && amount.milliValue() % 1000 != 0)
          .ifPresent(_ -> defect(list, name, "must be a whole number"));
    }
  }

  /** Extended resources and huge pages cannot be overcommitted: request and limit must be equal. */
  private void requests() {
    for (var request : resources.path(REQUESTS).properties()) {
      var name = request.getKey();
      var limit = resources.path(LIMITS).path(name);
      var requested = request.getValue().asText();
      if (limit.isMissingNode()) {
        if (isExact(name)) {
          defect(REQUESTS, name, "there is no limit, and both must be the same");
        }
        continue;
      }
      int difference = compare(request.getValue(), limit);
      if (difference > 0) {
        defect(REQUESTS, name, requested + " is more than the limit, " + limit.asText());
      } else if (difference < 0 && isExact(name)) {
        defect(REQUESTS, name, requested + " is not the limit, " + limit.asText());
      }
    }
  }

  private void hugePages() {
    if (has(HUGE_PAGES) && !has("cpu") && !has("memory")) {
      defects.add(
          ContainerDefect.semantic(
              PatchPointer.of("resources"), "huge pages require cpu or memory"));
    }
  }

  private boolean has(String prefix) {
    return resources.path(LIMITS).propertyStream().anyMatch(e -> e.getKey().startsWith(prefix))
        || resources.path(REQUESTS).propertyStream().anyMatch(e -> e.getKey().startsWith(prefix));
  }

  private static boolean isExtended(String name) {
    return name.contains("/");
  }

  private static boolean isExact(String name) {
    return isExtended(name) || name.startsWith(HUGE_PAGES);
  }

  private static int compare(JsonNode one, JsonNode other) {
    return quantity(one).flatMap(first -> quantity(other).map(first::compareTo)).orElse(0);
  }

  private static Optional<Quantity> quantity(JsonNode node) {
    return node.isTextual()
            && Quantity.parse("", node.textValue()) instanceof Parsed.Good<Quantity>(var quantity)
        ? Optional.of(quantity)
        : Optional.empty();
  }

  private void defect(String list, String name, String message) {
    defects.add(ContainerDefect.semantic(PatchPointer.of("resources", list, name), message));
  }
}
