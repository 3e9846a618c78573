package io.higuma.cli.install;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Changes the parts of an image's name: {@code registry/repository:tag}. */
final class Image {
  private Image() {}

  /**
   * Replaces one part of {@code image} in a container. The parts are to be replaced in the order
   * registry, repository, tag, because a repository may contain slashes.
   *
   * @param part its name
   */
  static void put(ObjectNode container, String part, String text) {
    var name = container.path("image").asText();
    int slash = name.lastIndexOf('/');
    int colon = name.lastIndexOf(':');
    var changed =
        switch (part) {
          case "registry" -> text + name.substring(slash);
          case "repository" -> name.substring(0, slash + 1) + text + name.substring(colon);
          case "tag" -> name.substring(0, colon + 1) + text;
          default -> throw new IllegalArgumentException(part);
        };
    container.put("image", changed);
  }
}
