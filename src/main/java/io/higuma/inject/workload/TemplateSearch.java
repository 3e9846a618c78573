package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds Pod templates by their structure, in objects of any kind: an object whose {@code spec} has
 * a list of {@code containers}, as PodTemplateSpec has; an object with a single {@code container},
 * {@code script} or {@code containerSet}, as the templates of Argo Workflows have; a list of {@code
 * steps} that name images, as Tekton has it. Objects that only describe or change templates
 * (schemas, policies, patches) are ignored.
 */
final class TemplateSearch {
  private static final String IMAGE = "image";
  private static final String CONTAINERS = "containers";

  /** API groups whose objects describe or change other objects; no Pods are created from them. */
  private static final Set<String> DESCRIBING_GROUPS =
      Set.of(
          "apiextensions.k8s.io",
          "admissionregistration.k8s.io",
          "kustomize.config.k8s.io",
          "kyverno.io",
          "gatekeeper.sh");

  /** Fields that describe or change other objects, in objects of any kind. */
  private static final Set<String> DESCRIBING_FIELDS =
      Set.of(
          "metadata",
          "status",
          "openAPIV3Schema",
          "default",
          "example",
          "examples",
          "pattern",
          "anyPattern",
          "patch",
          "patches",
          "patchStrategicMerge");

  /** An image name, possibly with parameters such as {@code {{image}}}, but not a pattern. */
  private static final Pattern IMAGE_NAME = Pattern.compile("[\\w{$][^\\s*?!|<>&]*");

  private static final Pattern CONTAINER_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  private final List<String> found = new ArrayList<>();

  private TemplateSearch() {}

  /** Whether no Pods are created from an object, whatever its structure. */
  static boolean makesNoPods(JsonNode object) {
    var kind = DocumentKinds.qualified(object);
    int dot = kind.indexOf('.');
    var group = dot < 0 ? "" : kind.substring(dot + 1);
    return object.path("kind").asText("").isEmpty()
        || object.path("apiVersion").asText("").isEmpty()
        // It stores a past revision of a workload.
        || kind.equals("ControllerRevision.apps")
        || DESCRIBING_GROUPS.stream()
            .anyMatch(known -> group.equals(known) || group.endsWith("." + known));
  }

  /** Returns the paths of the Pod templates in an object, such as {@code spec.template}. */
  static List<String> in(JsonNode object) {
    var search = new TemplateSearch();
    search.members(object, "");
    return search.found;
  }

  private void members(JsonNode object, String path) {
    for (var member : object.properties()) {
      var name = member.getKey();
      if (!DESCRIBING_FIELDS.contains(name)) {
        value(member.getValue(), path.isEmpty() ? name : path + "." + name);
      }
    }
  }

  private void value(JsonNode node, String path) {
    if (isTemplate(node)) {
      found.add(path);
      return;
    }
    members(node, path);
    if (node.isArray()) {
      for (int index = 0; index < node.size(); index++) {
        value(node.get(index), path + "[" + index + "]");
      }
    }
  }

  private static boolean isTemplate(JsonNode node) {
    return areContainers(node.path("spec").path(CONTAINERS))
        || hasImage(node.path("container"))
        || (hasImage(node.path("script")) && node.path("script").has("source"))
        || areContainers(node.path("containerSet").path(CONTAINERS))
        || areSteps(node.path("steps"));
  }

  private static boolean areContainers(JsonNode list) {
    return list.isArray() && !list.isEmpty() && all(list, TemplateSearch::isContainer);
  }

  private static boolean areSteps(JsonNode list) {
    return list.isArray() && !list.isEmpty() && all(list, TemplateSearch::hasImage);
  }

  private static boolean all(JsonNode list, Predicate<JsonNode> test) {
    for (var element : list) {
      if (!test.test(element)) {
        return false;
      }
    }
    return true;
  }

  /** A container may lack the image if its operator sets it. */
  private static boolean isContainer(JsonNode node) {
    return hasImage(node)
        || (node.path(IMAGE).asText("").isEmpty()
            && CONTAINER_NAME.matcher(node.path("name").asText("")).matches());
  }

  private static boolean hasImage(JsonNode node) {
    var image = node.path(IMAGE);
    return image.isTextual() && IMAGE_NAME.matcher(image.textValue()).matches();
  }
}
