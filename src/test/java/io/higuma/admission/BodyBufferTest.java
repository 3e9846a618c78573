package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BodyBufferTest {
  private final BodyBuffer body = new BodyBuffer();

  @Test
  void collectsChunksInTheirOrder() {
    assertThat(body.take()).isEmpty();
    for (var text : new String[] {"one ", "two ", "three"}) {
      body.append(Buffer.buffer(text));
    }
    assertThat(new String(body.take(), StandardCharsets.UTF_8)).isEqualTo("one two three");
    assertThat(body.take()).isEmpty();
  }

  @Test
  void doesNotChangeTheFirstChunk() {
    var first = Buffer.buffer("one");
    body.append(first);
    body.append(Buffer.buffer("two"));
    assertThat(first).hasToString("one");
  }

  @Test
  void doesNotCopyTheBodyForEachOfManySmallChunks() {
    var chunk = Buffer.buffer("x");
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < BodyLimit.SMALL_BYTES; i++) {
      body.append(chunk);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 20);
    assertThat(body.take()).hasSize(BodyLimit.SMALL_BYTES);
  }
}
