package io.higuma.cluster.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.dataplane.CachedPod;
import io.higuma.dataplane.PodTrimmer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodIndexTest {
  private final PodTrimmer views = new PodTrimmer();
  private final ObjectStore<CachedPod> pods = new ObjectStore<>();
  private final PodIndex index = new PodIndex();

  @BeforeEach
  void listen() {
    pods.listen(index);
  }

  @Test
  void triesASelectorOncePerWorkloadAndNotOncePerPod() {
    for (int i = 0; i < 100; i++) {
      add("shop", "web-" + i, "web");
      add("shop", "db-" + i, "db");
    }
    List<Map<String, String>> tried = new ArrayList<>();
    List<ObjectKey> found =
        index.matching(
            "shop",
            labels -> {
              tried.add(labels);
              return "web".equals(labels.get("app"));
            });
    assertThat(found).hasSize(100).allMatch(key -> key.name().startsWith("web-"));
    assertThat(tried).hasSize(2);
  }

  @Test
  void keepsNamespacesApart() {
    add("shop", "web", "web");
    add("bank", "web", "web");
    assertThat(index.matching("shop", labels -> true))
        .containsExactly(new ObjectKey("shop", "web"));
    assertThat(index.matching("none", labels -> true)).isEmpty();
  }

  @Test
  void followsLabels() {
    add("shop", "web", "web");
    add("shop", "web", "db");
    assertThat(index.matching("shop", labels -> "web".equals(labels.get("app")))).isEmpty();
    assertThat(index.matching("shop", labels -> "db".equals(labels.get("app")))).hasSize(1);
    pods.apply(new ObjectKey("shop", "web"), null);
    assertThat(index.matching("shop", labels -> true)).isEmpty();
  }

  private void add(String namespace, String name, String app) {
    String json =
        """
        {"metadata":{"namespace":"%s","name":"%s","uid":"u","labels":{"app":"%s"}}}
        """
            .formatted(namespace, name, app);
    try {
      pods.apply(new ObjectKey(namespace, name), views.pod(new ObjectMapper().readTree(json)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
