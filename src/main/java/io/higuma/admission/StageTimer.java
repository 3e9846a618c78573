package io.higuma.admission;

/** Stops the time of one call, stage by stage. One thread at a time uses it. */
final class StageTimer {
  private long waiting;
  private long reading;
  private long deciding;
  private long writing;
  private long last;

  /** The last byte of the call is there. */
  void start() {
    last = System.nanoTime();
  }

  /** What has passed since the end before this one, or since the start, was this stage. */
  void end(Stage stage) {
    long now = System.nanoTime();
    long passed = now - last;
    last = now;
    switch (stage) {
      case WAIT -> waiting += passed;
      case READ -> reading += passed;
      case DECIDE -> deciding += passed;
      case WRITE -> writing += passed;
    }
  }

  /** What was measured so far. */
  StageTimes times() {
    return new StageTimes(waiting, reading, deciding, writing);
  }
}
