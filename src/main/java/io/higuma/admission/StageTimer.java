package io.higuma.admission;

/** Measures the stages of one request. Used by one thread at a time. */
final class StageTimer {
  private long waiting;
  private long reading;
  private long deciding;
  private long writing;
  private long last;

  /** Starts the timer, when the last byte of the request was received. */
  void start() {
    last = System.nanoTime();
  }

  /** Adds the time since the previous end, or since the start, to this stage. */
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

  /** The times measured so far. */
  StageTimes times() {
    return new StageTimes(waiting, reading, deciding, writing);
  }
}
