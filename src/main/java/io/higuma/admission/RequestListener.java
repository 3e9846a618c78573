package io.higuma.admission;

/** Hears of every call that was answered, for those who want to know where its time went. */
public interface RequestListener {
  /** Nobody listens. */
  RequestListener NONE =
      new RequestListener() {
        @Override
        public boolean isListening() {
          return false;
        }

        @Override
        public void answered(RequestOutcome call) {}
      };

  /** Whether it wants to hear anything; where not, nothing is gathered for it. */
  default boolean isListening() {
    return true;
  }

  /** A call was answered just now. Runs on the event loop and must not wait. */
  void answered(RequestOutcome call);
}
