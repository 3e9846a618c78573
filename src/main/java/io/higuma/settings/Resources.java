package io.higuma.settings;

import io.higuma.kuma.Quantity;

/** {@code …resources} of a container. */
public record Resources(
    @Section(env = "_REQUESTS") Amounts requests, @Section(env = "_LIMITS") Amounts limits) {

  /** {@code …requests} and {@code …limits}. */
  public record Amounts(
      @Setting(env = "_CPU", doc = "CPU. 0 in limits: no limit.") Quantity cpu,
      @Setting(env = "_MEMORY", doc = "Memory.") Quantity memory) {}
}
