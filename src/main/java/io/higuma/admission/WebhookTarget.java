package io.higuma.admission;

/** Kind of object that a webhook handles. */
public enum WebhookTarget {
  /** A Pod. */
  POD("Pod", "Pod"),
  /** A ContainerPatch. */
  CONTAINER_PATCH("ContainerPatch", "ContainerPatch.kuma.io");

  private final String title;
  private final String qualified;

  WebhookTarget(String title, String qualified) {
    this.title = title;
    this.qualified = qualified;
  }

  /** The kind for messages. */
  String title() {
    return title;
  }

  /** The kind, with {@code .group} appended unless it is the core group. */
  String qualified() {
    return qualified;
  }
}
