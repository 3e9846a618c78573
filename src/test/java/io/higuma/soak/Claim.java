package io.higuma.soak;

/** What the soak test asserts. */
enum Claim {
  CALLS("no webhook call fails outside of the windows of restarts"),
  DECISIONS("every Pod is injected, or refused where it must be"),
  DATAPLANES("every Dataplane is what its Pod and the Services give"),
  STREAMS("every stream is open and has the endpoints of the ready Pods"),
  REACTIONS("every change, rotation, restart and fault has the result that it must have"),
  LOG("the logs have no error and no stack trace outside of the windows of restarts"),
  LOOPS("no background loop fails"),
  MEMORY("RSS grows by at most " + Growth.MAX_MEGABYTES_PER_HOUR + " MB an hour after warm-up"),
  THREADS("the threads of a process stay within " + Growth.MAX_THREADS + " of each other"),
  DESCRIPTORS(
      "the descriptors of a process stay within " + Growth.MAX_DESCRIPTORS + " of each other");

  private final String sentence;

  Claim(String sentence) {
    this.sentence = sentence;
  }

  /** The assertion in words. */
  String sentence() {
    return sentence;
  }
}
