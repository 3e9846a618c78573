package io.higuma.dataplane;

import static io.higuma.dataplane.PodTrimmer.list;
import static io.higuma.dataplane.PodTrimmer.map;
import static io.higuma.dataplane.PodTrimmer.shared;
import static io.higuma.dataplane.PodTrimmer.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.ServiceView.ServicePortView;
import io.higuma.dataplane.ServiceView.TargetPort;
import java.util.HashSet;
import java.util.Set;

/** Trims Services and EndpointSlices in the JSON form of the API to what conversions read. */
public final class ServiceTrimmer {
  /** The fields of a Service that are read. */
  public static final String SERVICE_FIELDS =
      "metadata(name,namespace,resourceVersion,labels,annotations),"
          + "spec(selector,type,clusterIP,ports(name,port,targetPort,protocol,appProtocol))";

  /** The fields of an EndpointSlice that are read. */
  public static final String SLICE_FIELDS =
      "metadata(name,namespace,resourceVersion,labels),endpoints(targetRef(kind,apiVersion,uid))";

  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private ServiceTrimmer() {}

  /** The view of a Service. Defaults of the API server are filled in for documents without them. */
  public static ServiceView service(JsonNode service) {
    JsonNode meta = service.path("metadata");
    JsonNode spec = service.path("spec");
    String type = shared(spec, "type");
    return new ServiceView(
        shared(meta, "namespace"),
        shared(meta, "name"),
        ReadAnnotations.labelsOfService(map(meta.path("labels"))),
        ReadAnnotations.ofService(map(meta.path("annotations"))),
        ReadAnnotations.shared(map(spec.path("selector"))),
        type.isEmpty() ? "ClusterIP" : type,
        shared(spec, "clusterIP"),
        list(spec.path("ports"), ServiceTrimmer::port));
  }

  /** The view of an EndpointSlice. Only endpoints that are Pods of the core API count. */
  public static EndpointSliceView slice(JsonNode slice) {
    JsonNode meta = slice.path("metadata");
    Set<String> pods = new HashSet<>();
    for (JsonNode endpoint : slice.path("endpoints")) {
      JsonNode target = endpoint.path("targetRef");
      String version = text(target, "apiVersion");
      if (text(target, "kind").equals("Pod") && (version.isEmpty() || version.equals("v1"))) {
        pods.add(text(target, "uid"));
      }
    }
    return new EndpointSliceView(
        shared(meta, "namespace"),
        shared(meta, "name"),
        shared(meta.path("labels"), SERVICE_NAME),
        Set.copyOf(pods));
  }

  private static ServicePortView port(JsonNode port) {
    int number = port.path("port").asInt(0);
    return new ServicePortView(
        shared(port, "name"),
        number,
        target(port.path("targetPort"), number),
        protocol(text(port, "protocol")),
        shared(port, "appProtocol"));
  }

  private static TargetPort target(JsonNode target, int port) {
    if (target.isTextual() && !target.textValue().isEmpty()) {
      return new TargetPort.Named(target.textValue().intern());
    }
    int number = target.asInt(0);
    return new TargetPort.Numbered(number == 0 ? port : number);
  }

  /** TCP where nothing is said. */
  static String protocol(String protocol) {
    return protocol.isEmpty() ? "TCP" : protocol.intern();
  }
}
