package io.higuma.admission;

/**
 * How long one call was in each {@link Stage}, in nanoseconds; 0 for a stage that it never reached.
 */
public record StageTimes(long waiting, long reading, long deciding, long writing) {

  /** From the last byte of the call to its answer. */
  public long total() {
    return waiting + reading + deciding + writing;
  }

  /** How long it was in this stage. */
  public long in(Stage stage) {
    return switch (stage) {
      case WAIT -> waiting;
      case READ -> reading;
      case DECIDE -> deciding;
      case WRITE -> writing;
    };
  }
}
