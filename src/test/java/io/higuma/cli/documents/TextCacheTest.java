package io.higuma.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TextCacheTest {
  private final TextCache texts = new TextCache();
  private final AtomicInteger written = new AtomicInteger();

  private List<String> lines(JsonNode json, boolean indentsSequences) {
    return texts.lines(
        json,
        indentsSequences,
        () -> {
          written.incrementAndGet();
          return YamlWriter.write(json).lines().toList();
        });
  }

  private static JsonNode numbered(String key, int number) {
    return JsonNodeFactory.instance.objectNode().put(key, number);
  }

  @Test
  void writesTheSameOnce() {
    assertThat(lines(numbered("a", 1), false)).isEqualTo(lines(numbered("a", 1), false));
    assertThat(written).hasValue(1);
    lines(numbered("a", 1), true);
    assertThat(written).hasValue(2);
  }

  @Test
  void tellsDataInAnotherOrderApart() {
    var one = JsonNodeFactory.instance.objectNode().put("a", 1).put("b", 2);
    var other = JsonNodeFactory.instance.objectNode().put("b", 2).put("a", 1);
    assertThat(one).isEqualTo(other);
    assertThat(lines(one, false)).containsExactly("a: 1", "b: 2");
    assertThat(lines(other, false)).containsExactly("b: 2", "a: 1");
  }

  @Test
  void tellsATextFromWhatItLooksLike() {
    var number = numbered("a", 1);
    var text = JsonNodeFactory.instance.objectNode().put("a", "1");
    assertThat(lines(number, false)).containsExactly("a: 1");
    assertThat(lines(text, false)).containsExactly("a: \"1\"");
  }

  @Test
  void dataThatChangeAfterwardsDoNotChangeWhatIsKept() {
    var json = JsonNodeFactory.instance.objectNode().put("a", 1);
    lines(json, false);
    json.put("a", 2);
    assertThat(lines(json, false)).containsExactly("a: 2");
    assertThat(lines(numbered("a", 1), false)).containsExactly("a: 1");
  }

  @Test
  void evictsLeastRecentlyUsedTexts() {
    for (int i = 0; i < 1_000; i++) {
      lines(numbered("a", i), false);
      lines(numbered("often", 0), false);
    }
    assertThat(written).hasValue(1_001);
    lines(numbered("a", 999), false);
    assertThat(written).hasValue(1_001);
    lines(numbered("a", 0), false);
    assertThat(written).hasValue(1_002);
  }

  @Test
  void keepsNoLargeTexts() {
    var large = JsonNodeFactory.instance.objectNode().put("a", "x".repeat(1 << 15));
    assertThat(lines(large, false)).isEqualTo(lines(large, false));
    assertThat(written).hasValue(2);
  }
}
