package io.higuma.bench;

import java.util.Locale;

/** What is measured, in this order. */
enum Part {
  SIZE(1),
  COLD(11),
  RSS(3),
  THROUGHPUT(3),
  LATENCY(3),
  PODS(1),
  JMH(1),
  DATAPLANES(1);

  private final int rounds;

  Part(int rounds) {
    this.rounds = rounds;
  }

  /** How often each candidate has its turn unless somebody asks for something else. */
  int rounds() {
    return rounds;
  }

  /** Whether more than one round is of any use. */
  boolean repeats() {
    return rounds > 1;
  }

  /** Its name in results and on the command line. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
