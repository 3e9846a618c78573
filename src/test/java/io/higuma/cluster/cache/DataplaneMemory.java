package io.higuma.cluster.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.dataplane.ProxyNetworking;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Prints the bytes of heap that one of 10,000 cached Dataplanes takes, with and without its
 * networking.
 */
final class DataplaneMemory {
  private static final Path RECORDED =
      Path.of("src", "test", "resources", "xds", "recorded", "dataplanes.yaml");
  private static final int DATAPLANES = 10_000;
  private static final int SERVICES = 200;
  private static final int NODES = 100;
  private static final int ROUNDS = 5;
  private static final ProxyNetworking NONE =
      ProxyNetworking.of(new YAMLMapper().createObjectNode());

  private DataplaneMemory() {}

  /** Measures. */
  static void main() throws IOException {
    JsonNode template = template();
    UnaryOperator<CachedDataplane> without =
        each ->
            new CachedDataplane(
                each.version(), each.mesh(), each.digest(), each.foreign(), each.isDesired(), NONE);
    // Strings and classes that stay are there before the first round counts.
    bytes(template, UnaryOperator.identity());
    List<Long> whole = new ArrayList<>();
    List<Long> bare = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      whole.add(bytes(template, UnaryOperator.identity()));
      bare.add(bytes(template, without));
    }
    System.out.printf(
        "%d Dataplanes, bytes each: %d, without networking %d, networking %d%n",
        DATAPLANES, median(whole), median(bare), median(whole) - median(bare));
  }

  private static long median(List<Long> figures) {
    return figures.stream().sorted().toList().get(ROUNDS / 2);
  }

  private static long bytes(JsonNode template, UnaryOperator<CachedDataplane> kept) {
    long before = heap();
    Map<ObjectKey, CachedDataplane> store = new HashMap<>();
    for (int i = 0; i < DATAPLANES; i++) {
      JsonNode dataplane = dataplane(template, i);
      store.put(
          new ObjectKey("demo", dataplane.at("/metadata/name").asText()),
          kept.apply(WatchedKinds.dataplane(dataplane)));
    }
    long after = heap();
    if (store.size() != DATAPLANES) {
      throw new IllegalStateException("the names are not distinct");
    }
    store.clear();
    return (after - before) / DATAPLANES;
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** A recorded Dataplane of a Pod with a Service. */
  private static JsonNode template() throws IOException {
    var yaml = new YAMLMapper();
    try (var documents = yaml.readerFor(JsonNode.class).<JsonNode>readValues(RECORDED.toFile())) {
      return documents.readAll().stream()
          .filter(each -> each.at("/metadata/name").asText().equals("web-1"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** A Dataplane of another Pod, of one of the Services, on one of the nodes. */
  private static JsonNode dataplane(JsonNode template, int i) {
    ObjectNode dataplane = template.deepCopy();
    String app = "svc-" + i % SERVICES;
    String name = app + "-" + i;
    ObjectNode metadata = (ObjectNode) dataplane.path("metadata");
    metadata.put("name", name).put("resourceVersion", "" + (1_000_000 + i));
    ((ObjectNode) metadata.path("labels")).put("kuma.io/workload", app);
    ObjectNode networking = (ObjectNode) dataplane.at("/spec/networking");
    networking.put("address", "10.1.%d.%d".formatted(i / 250, i % 250));
    IntStream.range(0, networking.path("inbound").size())
        .mapToObj(inbound -> (ObjectNode) networking.at("/inbound/" + inbound + "/tags"))
        .forEach(
            tags ->
                tags.put("app", app)
                    .put("kuma.io/service", app + "_demo_svc_80")
                    .put("kuma.io/instance", name)
                    .put("kubernetes.io/hostname", "node-" + i % NODES));
    return dataplane;
  }
}
