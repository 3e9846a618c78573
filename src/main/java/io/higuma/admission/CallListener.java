package io.higuma.admission;

/** Hears of every call that was answered, for those who want to know where its time went. */
public interface CallListener {
  /** Nobody listens. */
  CallListener NONE =
      new CallListener() {
        @Override
        public boolean isListening() {
          return false;
        }

        @Override
        public void answered(AnsweredCall call) {}
      };

  /** Whether it wants to hear anything; where not, nothing is gathered for it. */
  default boolean isListening() {
    return true;
  }

  /** A call was answered just now. Runs on the event loop and must not wait. */
  void answered(AnsweredCall call);
}
