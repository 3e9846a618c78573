package io.higuma.api.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.higuma.api.status.EventLog.Entry;
import io.higuma.api.status.EventLog.Outcome;
import io.higuma.api.status.EventLog.Source;
import io.higuma.testing.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests of the log of the last hour. */
class EventLogTest {
  private final VirtualTime time = new VirtualTime();
  private final AtomicInteger added = new AtomicInteger();
  private final EventLog log = new EventLog(time.clock(), added::incrementAndGet);

  private static Entry refused(String name, String message) {
    return new Entry(Outcome.REFUSED, "Pod", "shop", name, "mesh_not_found", message);
  }

  private void add(Source source, Entry entry) {
    time.pass(Duration.ofSeconds(1));
    log.add(source, entry);
  }

  @Test
  void hasTheNewestFirst() {
    add(Source.ADMISSION, refused("a", "no mesh"));
    add(Source.EVENT, new Entry(Outcome.WARNING, "Deployment", "shop", "web", "Refused", "no"));
    add(Source.ADMISSION, refused("b", "no mesh"));

    assertThat(log.lastHour())
        .extracting(LoggedEvent::name, LoggedEvent::source, LoggedEvent::outcome, LoggedEvent::at)
        .containsExactly(
            tuple("b", "admission", "refused", "2026-01-01T00:00:03Z"),
            tuple("web", "event", "warning", "2026-01-01T00:00:02Z"),
            tuple("a", "admission", "refused", "2026-01-01T00:00:01Z"));
    assertThat(added).hasValue(3);
  }

  @Test
  void countsRepetitionsInsteadOfKeepingThem() {
    add(Source.ADMISSION, refused("a", "no mesh"));
    add(Source.ADMISSION, refused("b", "no mesh"));
    add(Source.ADMISSION, refused("a", "no mesh"));

    assertThat(log.lastHour())
        .extracting(LoggedEvent::name, LoggedEvent::count)
        .containsExactly(tuple("a", 2), tuple("b", 1));
  }

  @Test
  void forgetsAfterAnHour() {
    add(Source.ADMISSION, refused("a", "no mesh"));
    time.pass(Duration.ofMinutes(59));
    assertThat(log.lastHour()).hasSize(1);

    time.pass(Duration.ofMinutes(1));

    assertThat(log.lastHour()).isEmpty();
    add(Source.ADMISSION, refused("a", "no mesh"));
    assertThat(log.lastHour()).extracting(LoggedEvent::count).containsExactly(1);
  }

  @Test
  void eventsDoNotPushRefusalsOut() {
    add(Source.ADMISSION, refused("kept", "no mesh"));
    for (int i = 0; i < 1000; i++) {
      log.add(Source.EVENT, new Entry(Outcome.NORMAL, "Pod", "shop", "p" + i, "Created", "ok"));
    }

    assertThat(log.lastHour()).hasSize(EventLog.MAX_OF_SOURCE + 1);
    assertThat(log.lastHour()).extracting(LoggedEvent::name).contains("kept", "p999");
    assertThat(log.lastHour()).extracting(LoggedEvent::name).doesNotContain("p749");
  }

  @Test
  void truncatesLongTexts() {
    add(Source.ADMISSION, refused("x".repeat(10_000), "y".repeat(100_000)));

    var event = log.lastHour().getFirst();
    assertThat(event.name()).hasSize(254).endsWith("…");
    assertThat(event.message()).hasSize(1001).endsWith("…");
  }
}
