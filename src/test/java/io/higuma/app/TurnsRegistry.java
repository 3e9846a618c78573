package io.higuma.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Meter registry that runs a callback at the start of each loop iteration. */
final class TurnsRegistry extends SimpleMeterRegistry {
  private static final String TURNS = "higuma_loop_turns";
  private static final String FAULTS = "higuma_loop_faults";

  private final Consumer<Counter> turn;

  /** Calls {@code turn} with the counter of the loop after each increment. */
  TurnsRegistry(Consumer<Counter> turn) {
    this.turn = turn;
  }

  /** Names of all loops. */
  Set<String> loops() {
    return find(TURNS).counters().stream().map(TurnsRegistry::loop).collect(Collectors.toSet());
  }

  double turns(String loop) {
    return get(TURNS).tag("loop", loop).counter().count();
  }

  double faults(String loop) {
    return get(FAULTS).tag("loop", loop).counter().count();
  }

  /** The loop of a counter. */
  static String loop(Counter turns) {
    return String.valueOf(turns.getId().getTag("loop"));
  }

  @Override
  public Counter newCounter(Meter.Id id) {
    var counter = super.newCounter(id);
    return id.getName().equals(TURNS) ? new Turning(counter, turn) : counter;
  }

  private record Turning(Counter counter, Consumer<Counter> turn) implements Counter {
    @Override
    public void increment(double amount) {
      counter.increment(amount);
      turn.accept(counter);
    }

    @Override
    public double count() {
      return counter.count();
    }

    @Override
    public Meter.Id getId() {
      return counter.getId();
    }

    @Override
    public Iterable<Measurement> measure() {
      return counter.measure();
    }
  }
}
