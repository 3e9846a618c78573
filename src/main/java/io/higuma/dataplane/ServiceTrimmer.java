package io.higuma.dataplane;

import static io.higuma.dataplane.PodTrimmer.interned;
import static io.higuma.dataplane.PodTrimmer.list;
import static io.higuma.dataplane.PodTrimmer.map;
import static io.higuma.dataplane.PodTrimmer.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.ServiceView.ServicePortView;
import io.higuma.dataplane.ServiceView.TargetPort;
import java.util.HashSet;
import java.util.Set;

/**
 * Converts Services and EndpointSlices from API JSON to {@link ServiceView} and {@link
 * EndpointSliceView}.
 */
public final class ServiceTrimmer {
  /** The fields of a Service that are read. */
  public static final String SERVICE_FIELDS =
      "metadata(name,namespace,resourceVersion,labels,annotations),"
          + "spec(selector,type,clusterIP,ports(name,port,targetPort,protocol,appProtocol))";

  /** The fields of an EndpointSlice that are read. */
  public static final String SLICE_FIELDS =
      "metadata(name,namespace,resourceVersion,labels),endpoints(targetRef(uid))";

  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private ServiceTrimmer() {}

  /** Converts a Service. Adds the defaults of the API server, which offline documents lack. */
  public static ServiceView service(JsonNode service) {
    JsonNode meta = service.path("metadata");
    JsonNode spec = service.path("spec");
    String type = interned(spec, "type");
    return new ServiceView(
        interned(meta, "namespace"),
        interned(meta, "name"),
        ReadAnnotations.labelsOfService(map(meta.path("labels"))),
        ReadAnnotations.ofService(map(meta.path("annotations"))),
        ReadAnnotations.internAll(map(spec.path("selector"))),
        type.isEmpty() ? "ClusterIP" : type,
        interned(spec, "clusterIP"),
        list(spec.path("ports"), ServiceTrimmer::port));
  }

  /**
   * Converts an EndpointSlice. Keeps the UIDs of all targets: a UID identifies a Pod also if the
   * kind is missing, as in slices that were written by hand.
   */
  public static EndpointSliceView slice(JsonNode slice) {
    JsonNode meta = slice.path("metadata");
    Set<String> uids = new HashSet<>();
    for (JsonNode endpoint : slice.path("endpoints")) {
      String uid = text(endpoint.path("targetRef"), "uid");
      if (!uid.isEmpty()) {
        uids.add(uid);
      }
    }
    return new EndpointSliceView(
        interned(meta, "namespace"),
        interned(meta, "name"),
        interned(meta.path("labels"), SERVICE_NAME),
        Set.copyOf(uids));
  }

  private static ServicePortView port(JsonNode port) {
    int number = port.path("port").asInt(0);
    return new ServicePortView(
        interned(port, "name"),
        number,
        target(port.path("targetPort"), number),
        protocol(text(port, "protocol")),
        interned(port, "appProtocol"));
  }

  private static TargetPort target(JsonNode target, int port) {
    if (target.isTextual() && !target.textValue().isEmpty()) {
      return new TargetPort.Named(SharedStrings.of(target.textValue()));
    }
    int number = target.asInt(0);
    return new TargetPort.Numbered(number == 0 ? port : number);
  }

  /** The protocol; TCP if it is empty. */
  static String protocol(String protocol) {
    return protocol.isEmpty() ? "TCP" : SharedStrings.of(protocol);
  }
}
