package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds Pod templates by their form, in objects of any kind: an object whose {@code spec} has a
 * list of {@code containers}, as PodTemplateSpec has; an object with a single {@code container},
 * {@code script} or {@code containerSet}, as the templates of Argo Workflows have; a list of {@code
 * steps} that name images, as Tekton has it. What only describes or changes templates of other
 * objects (schemas, policies, patches) does not count.
 */
final class TemplateSearch {
  private static final String IMAGE = "image";
  private static final String CONTAINERS = "containers";

  /** Objects of these groups describe or change other objects; no Pods are made from them. */
  private static final Set<String> DESCRIBING_GROUPS =
      Set.of(
          "apiextensions.k8s.io",
          "admissionregistration.k8s.io",
          "kustomize.config.k8s.io",
          "kyverno.io",
          "gatekeeper.sh");

  /** The same of fields, in objects of any kind. */
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

  /** An image, perhaps with parameters such as {@code {{image}}}, but no pattern of images. */
  private static final Pattern IMAGE_NAME = Pattern.compile("[\\w{$][^\\s*?!|<>&]*");

  private static final Pattern CONTAINER_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  private final List<String> found = new ArrayList<>();

  private TemplateSearch() {}

  /** Whether no Pods are made from an object, whatever it looks like. */
  static boolean makesNoPods(JsonNode object) {
    var kind = DocumentKinds.qualified(object);
    int dot = kind.indexOf('.');
    var group = dot < 0 ? "" : kind.substring(dot + 1);
    return object.path("kind").asText("").isEmpty()
        || object.path("apiVersion").asText("").isEmpty()
        // It keeps what a workload was like.
        || kind.equals("ControllerRevision.apps")
        || DESCRIBING_GROUPS.stream()
            .anyMatch(known -> group.equals(known) || group.endsWith("." + known));
  }

  /** The places of the Pod templates in an object, such as {@code spec.template}. */
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

  /** Operators take the image from elsewhere where a template leaves it out. */
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
