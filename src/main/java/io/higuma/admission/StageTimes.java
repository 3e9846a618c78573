package io.higuma.admission;

/**
 * Time that one request spent in each {@link Stage}, in nanoseconds; 0 for a stage that it did not
 * reach.
 */
public record StageTimes(long waiting, long reading, long deciding, long writing) {

  /** From the last byte of the request to its response. */
  public long total() {
    return waiting + reading + deciding + writing;
  }

  /** Time in this stage. */
  public long in(Stage stage) {
    return switch (stage) {
      case WAIT -> waiting;
      case READ -> reading;
      case DECIDE -> deciding;
      case WRITE -> writing;
    };
  }
}
