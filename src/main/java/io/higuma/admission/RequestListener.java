package io.higuma.admission;

/** Callback after each admission response, with stage timings. */
public interface RequestListener {
  /** Does nothing. */
  RequestListener NONE =
      new RequestListener() {
        @Override
        public boolean isListening() {
          return false;
        }

        @Override
        public void onResponse(RequestOutcome outcome) {}
      };

  /** Whether the callback is wanted; if not, no outcome is built. */
  default boolean isListening() {
    return true;
  }

  /** Called after a response was written. Runs on the event loop and must not block. */
  void onResponse(RequestOutcome outcome);
}
