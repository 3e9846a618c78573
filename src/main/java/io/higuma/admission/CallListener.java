package io.higuma.admission;

/** Hears of every call that was answered, for those who want to know where its time went. */
@FunctionalInterface
public interface CallListener {
  /** Nobody listens; then nothing is gathered either. */
  CallListener NONE = call -> {};

  /** A call was answered just now. Runs on the event loop and must not wait. */
  void answered(AnsweredCall call);
}
