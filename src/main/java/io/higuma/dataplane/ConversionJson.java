package io.higuma.dataplane;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.dataplane.ConversionTrace.PortStep;
import io.higuma.dataplane.ConversionTrace.ServiceStep;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** JSON form of a conversion, used by the command line and by the API. */
public final class ConversionJson {
  private static final String MESSAGE = "message";

  private ConversionJson() {}

  /**
   * Writes a conversion: {@code result} is {@code dataplane}, {@code none} or {@code failed},
   * followed by the Services with the outcome of each port, the problems and the Dataplane.
   */
  public static ObjectNode of(Conversion conversion) {
    var json = JsonNodeFactory.instance.objectNode();
    switch (conversion.result()) {
      case DataplaneResult.Dataplane dataplane -> {
        json.put("result", "dataplane").put("mesh", dataplane.mesh());
        trace(conversion.trace(), json);
        problems(dataplane.problems(), json);
        json.set("dataplane", resource(dataplane));
      }
      case DataplaneResult.None(var reason) -> {
        json.put("result", "none").put("reason", snakeCase(reason)).put(MESSAGE, reason.sentence());
        trace(conversion.trace(), json);
        problems(List.of(), json);
      }
      case DataplaneResult.Failed(var problems) -> {
        json.put("result", "failed");
        trace(conversion.trace(), json);
        problems(problems, json);
      }
    }
    return json;
  }

  /** The Dataplane as a Kubernetes resource, with fields in the conventional order. */
  public static ObjectNode resource(DataplaneResult.Dataplane dataplane) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", "kuma.io/v1alpha1")
            .put("kind", "Dataplane")
            .put("mesh", dataplane.mesh());
    var owner = dataplane.owner();
    var metadata =
        json.putObject("metadata").put("name", owner.name()).put("namespace", owner.namespace());
    putMap(metadata, "labels", dataplane.labels());
    putMap(metadata, "annotations", dataplane.annotations());
    if (!owner.uid().isEmpty()) {
      metadata
          .putArray("ownerReferences")
          .addObject()
          .put("apiVersion", "v1")
          .put("kind", "Pod")
          .put("name", owner.name())
          .put("uid", owner.uid())
          .put("controller", true)
          .put("blockOwnerDeletion", true);
    }
    json.set("spec", dataplane.spec());
    return json;
  }

  private static void putMap(ObjectNode parent, String name, Map<String, String> map) {
    if (!map.isEmpty()) {
      var object = parent.putObject(name);
      map.forEach(object::put);
    }
  }

  private static void trace(ConversionTrace trace, ObjectNode json) {
    var services = json.putArray("services");
    for (ServiceStep step : trace.services()) {
      var service =
          services
              .addObject()
              .put("service", step.service())
              .put("match", snakeCase(step.match()))
              .put("matches", step.match().matches())
              .put("sentence", step.match().sentence());
      var ports = service.putArray("ports");
      for (PortStep port : step.ports()) {
        ports
            .addObject()
            .put("port", port.port())
            .put("targetPort", port.targetPort())
            .put("containerPort", port.containerPort())
            .put("fate", snakeCase(port.fate()))
            .put("sentence", port.fate().sentence());
      }
    }
  }

  private static void problems(List<ConversionProblem> problems, ObjectNode json) {
    var array = json.putArray("problems");
    for (ConversionProblem problem : problems) {
      var violation = problem.violation();
      array
          .addObject()
          .put("path", violation.path())
          .put("code", violation.code())
          .put(MESSAGE, violation.message());
    }
  }

  private static String snakeCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
