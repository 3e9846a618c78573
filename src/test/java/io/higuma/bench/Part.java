package io.higuma.bench;

import java.util.Locale;

/** The parts of the benchmark, in their order. */
enum Part {
  SIZE(1),
  COLD(11),
  RSS(3),
  THROUGHPUT(3),
  LATENCY(3),
  PODS(1),
  STREAMS(1),
  PAGE(1),
  BIG(1),
  SCALE(1),
  JMH(1),
  DATAPLANES(1);

  private final int rounds;

  Part(int rounds) {
    this.rounds = rounds;
  }

  /** The default number of rounds. */
  int rounds() {
    return rounds;
  }

  /** Whether the part supports more than one round. */
  boolean repeats() {
    return rounds > 1;
  }

  /** Its name in results and on the command line. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
