package io.higuma.dataplane;

import io.higuma.dataplane.ConversionTrace.PortStep;
import io.higuma.dataplane.ConversionTrace.ServiceStep;
import io.higuma.kuma.AnnotationKey;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mutable state of one conversion: the Pod, the failures and warnings found, and the trace. */
final class ConversionState {
  private final CachedPod pod;
  private final List<ConversionProblem> failures = new ArrayList<>();
  private final List<ConversionProblem> warnings = new ArrayList<>();
  private final Map<String, List<PortStep>> ports = new HashMap<>();

  ConversionState(CachedPod pod) {
    this.pod = pod;
  }

  CachedPod pod() {
    return pod;
  }

  /** The value of an annotation; an invalid one is a failure and counts as absent. */
  <T> Optional<T> read(AnnotationKey<T> key) {
    return switch (key.in(pod.annotations()).orElse(null)) {
      case null -> Optional.empty();
      case Parsed.Good<T>(T value) -> Optional.of(value);
      case Parsed.Bad<T>(Violation violation) -> {
        fail(ConversionProblem.Code.BAD_ANNOTATION, key.name(), violation.message());
        yield Optional.empty();
      }
    };
  }

  /** Whether a boolean annotation is true; false if it is absent or invalid. */
  boolean enabled(AnnotationKey<Boolean> key) {
    return read(key).orElse(false);
  }

  void fail(ConversionProblem.Code code, String path, String message) {
    fail(code, "", "", path, message);
  }

  void fail(ConversionProblem.Code code, String service, String port, String path, String message) {
    failures.add(problem(code, service, port, path, message));
  }

  /** Records a warning, which does not fail the conversion. */
  void warn(ConversionProblem.Code code, String service, String port, String message) {
    warnings.add(problem(code, service, port, "", message));
  }

  boolean failed() {
    return !failures.isEmpty();
  }

  List<ConversionProblem> failures() {
    return List.copyOf(failures);
  }

  List<ConversionProblem> warnings() {
    return List.copyOf(warnings);
  }

  void trace(String service, PortStep step) {
    ports.computeIfAbsent(service, name -> new ArrayList<>()).add(step);
  }

  ConversionTrace trace(List<MatchedService> services) {
    return new ConversionTrace(
        services.stream()
            .map(
                s ->
                    new ServiceStep(
                        s.service().name(),
                        s.match(),
                        ports.getOrDefault(s.service().name(), List.of())))
            .toList());
  }

  private ConversionProblem problem(
      ConversionProblem.Code code, String service, String port, String path, String message) {
    return new ConversionProblem(
        code, pod.namespace() + "/" + pod.name(), service, port, path, message);
  }
}
