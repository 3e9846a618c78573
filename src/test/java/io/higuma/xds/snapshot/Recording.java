package io.higuma.xds.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.higuma.dataplane.ProxyNetworking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Kuma 2.14 gave to the Envoy of one of six Pods, as Envoy's {@code /config_dump?include_eds}
 * returned it. Of the dump, the resources that came by xDS and the metadata of the node are kept.
 *
 * @param proxy the name of the Pod
 * @param dump the kept parts
 */
public record Recording(String proxy, ObjectNode dump) {
  private static final Path FOLDER = Path.of("src/test/resources/xds/recorded");
  private static final String NAMESPACE = "demo";
  private static final ObjectMapper JSON = new JsonMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** The recordings of all Pods. */
  static List<Recording> all() {
    return List.of("client-a", "client-b", "db-0", "tcpsrv-1", "web-1", "web-2").stream()
        .map(Recording::of)
        .toList();
  }

  static Recording of(String proxy) {
    try {
      return new Recording(
          proxy, (ObjectNode) JSON.readTree(FOLDER.resolve(proxy + ".json").toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The recorded resources by name, without what is omitted. */
  Map<String, JsonNode> resources(ResourceType type) {
    ObjectNode left = dump.deepCopy();
    for (Omission omission : Omission.values()) {
      omission.apply(left);
    }
    Map<String, JsonNode> byName = new TreeMap<>();
    for (JsonNode resource : left.path(section(type))) {
      JsonNode name = resource.path(type == ResourceType.ENDPOINT ? "cluster_name" : "name");
      byName.put(name.asText(), EnvoyJson.parsed(resource));
    }
    return byName;
  }

  private static String section(ResourceType type) {
    return switch (type) {
      case CLUSTER -> "clusters";
      case ENDPOINT -> "endpoints";
      case LISTENER -> "listeners";
    };
  }

  /** The snapshot that Higuma makes of the same state. */
  ProxySnapshot snapshot() {
    Topology topology = topology();
    return topology.snapshot(identity(), EnvoyJson.node(dump.path("node"))).orElseThrow();
  }

  ProxyIdentity identity() {
    return new ProxyIdentity("default", proxy, NAMESPACE);
  }

  /** The Dataplanes, Services and virtual IPs of the recordings. */
  static Topology topology() {
    Topology topology = new Topology(TestMesh.OPTIONS);
    dataplanes().forEach(topology::dataplane);
    topology.service(null, TestMesh.service("web", "10.96.161.45", 80));
    topology.service(null, TestMesh.service("tcpsrv", "10.96.56.241", 9000));
    topology.service(null, TestMesh.service("db", "None", 5432));
    topology.vips(
        "default",
        Map.of(
            "web_demo_svc_80", "240.0.0.0",
            "tcpsrv_demo_svc_9000", "240.0.0.1",
            "db_demo_svc_5432", "240.0.0.2"));
    topology.refresh();
    return topology;
  }

  /** The recorded Dataplanes. */
  public static Map<ProxyIdentity, ProxyNetworking> dataplanes() {
    Map<ProxyIdentity, ProxyNetworking> dataplanes = new HashMap<>();
    try (var documents =
        YAML.readerFor(JsonNode.class)
            .<JsonNode>readValues(FOLDER.resolve("dataplanes.yaml").toFile())) {
      while (documents.hasNext()) {
        JsonNode dataplane = documents.next();
        dataplanes.put(
            new ProxyIdentity(
                dataplane.path("mesh").asText(),
                dataplane.path("metadata").path("name").asText(),
                dataplane.path("metadata").path("namespace").asText()),
            ProxyNetworking.of(dataplane));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return dataplanes;
  }

  @Override
  public String toString() {
    return proxy;
  }
}
