package io.higuma.api;

import io.higuma.inject.workload.PodState;
import java.util.List;
import java.util.Optional;

/** Converts injection states of Pods to their API form. */
final class PodStateView {
  private PodStateView() {}

  static Explanations.State view(PodState state) {
    return switch (state) {
      case PodState.Injected _ -> plain(state, Optional.empty(), Optional.empty());
      case PodState.Outdated(var reasons, var changes) ->
          new Explanations.State(
              state.code(), Optional.empty(), Optional.empty(), reasons, changes);
      case PodState.Skipped(var reason, var message) ->
          plain(state, Optional.of(reason.code()), Optional.of(message));
      case PodState.Missing(var rejection, var message) ->
          plain(state, rejection.map(reason -> reason.code()), Optional.of(message));
      case PodState.Unknown(var message) -> plain(state, Optional.empty(), Optional.of(message));
    };
  }

  private static Explanations.State plain(
      PodState state, Optional<String> reason, Optional<String> message) {
    return new Explanations.State(state.code(), reason, message, List.of(), List.of());
  }
}
