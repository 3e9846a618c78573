package io.higuma.dataplane;

import io.higuma.dataplane.ServiceView.ServicePortView;
import io.higuma.dataplane.ServiceView.TargetPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Services for tests. */
final class Services {
  private final String name;
  private final Map<String, String> labels = new HashMap<>();
  private final Map<String, String> annotations = new HashMap<>();
  private Map<String, String> selector = Map.of("app", "demo");
  private final List<ServicePortView> ports = new ArrayList<>();
  private String type = "ClusterIP";
  private String clusterIP = "10.96.0.1";

  private Services(String name) {
    this.name = name;
  }

  /** A Service that selects {@code app: demo} and has no ports yet. */
  static Services service(String name) {
    return new Services(name);
  }

  Services selector(Map<String, String> selector) {
    this.selector = selector;
    return this;
  }

  Services label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  Services annotation(String key, String value) {
    annotations.put(key, value);
    return this;
  }

  Services type(String type) {
    this.type = type;
    return this;
  }

  Services headless() {
    clusterIP = "None";
    return this;
  }

  Services port(int port, int target) {
    return port("", port, new TargetPort.Numbered(target), "TCP", "");
  }

  Services port(int port, String target) {
    return port("", port, new TargetPort.Named(target), "TCP", "");
  }

  Services port(int port, int target, String appProtocol) {
    return port("", port, new TargetPort.Numbered(target), "TCP", appProtocol);
  }

  Services port(String name, int port, TargetPort target, String protocol, String appProtocol) {
    ports.add(new ServicePortView(name, port, target, protocol, appProtocol));
    return this;
  }

  ServiceView build() {
    return new ServiceView(
        Subject.NAMESPACE, name, labels, annotations, selector, type, clusterIP, ports);
  }
}
