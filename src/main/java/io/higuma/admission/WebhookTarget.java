package io.higuma.admission;

/** The kind of objects that a webhook is called about. */
enum WebhookTarget {
  POD("Pod", "Pod"),
  CONTAINER_PATCH("ContainerPatch", "ContainerPatch.kuma.io");

  private final String title;
  private final String qualified;

  WebhookTarget(String title, String qualified) {
    this.title = title;
    this.qualified = qualified;
  }

  /** What people call it. */
  String title() {
    return title;
  }

  /** Its kind, and after a dot its group where it has one. */
  String qualified() {
    return qualified;
  }
}
