package io.higuma.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredSubscriptionsTest {
  private static final String EARLY = "2026-01-01T00:00:01Z";
  private static final String LATE = "2026-01-01T00:00:02.5Z";
  private static final String END = "2026-01-01T00:00:03Z";

  private final ObjectNode status = JsonNodeFactory.instance.objectNode();

  @Test
  void subscriptionReplacesTheOneOfItsStream() {
    StoredSubscriptions.put(status, subscription("a", EARLY));
    StoredSubscriptions.put(status, ended("a", EARLY));

    assertThat(stored()).containsExactly("a " + EARLY + " " + END);
  }

  @Test
  void newStreamEndsTheOneBefore() {
    StoredSubscriptions.put(status, subscription("a", EARLY));
    StoredSubscriptions.put(status, subscription("b", LATE));

    assertThat(stored()).containsExactly("a " + EARLY + " " + LATE, "b " + LATE + " ");
  }

  @Test
  void newStreamEndsTheOneBeforeAlsoIfTheClockOfItsReplicaIsBehind() {
    StoredSubscriptions.put(status, subscription("a", LATE));
    StoredSubscriptions.put(status, subscription("b", EARLY));

    assertThat(stored()).containsExactly("a " + LATE + " " + EARLY, "b " + EARLY + " ");
  }

  @Test
  void endedStreamThatIsWrittenLateDoesNotEndItsSuccessor() {
    StoredSubscriptions.put(status, subscription("b", LATE));
    StoredSubscriptions.put(status, ended("a", EARLY));

    assertThat(stored()).containsExactly("a " + EARLY + " " + END, "b " + LATE + " ");
  }

  @Test
  void timeOfAnotherFormIsTheEarliest() {
    StoredSubscriptions.put(status, subscription("b", "yesterday"));
    StoredSubscriptions.put(status, ended("a", EARLY));

    assertThat(stored()).containsExactly("b yesterday " + EARLY, "a " + EARLY + " " + END);
  }

  @Test
  void onlyTheLastTwoAreKept() {
    StoredSubscriptions.put(status, ended("a", EARLY));
    StoredSubscriptions.put(status, ended("b", EARLY));
    StoredSubscriptions.put(status, subscription("c", LATE));

    assertThat(stored()).containsExactly("b " + EARLY + " " + END, "c " + LATE + " ");
  }

  private static ObjectNode subscription(String id, String connected) {
    return JsonNodeFactory.instance.objectNode().put("id", id).put("connectTime", connected);
  }

  private static ObjectNode ended(String id, String connected) {
    return subscription(id, connected).put("disconnectTime", END);
  }

  private List<String> stored() {
    List<String> all = new ArrayList<>();
    status
        .path("subscriptions")
        .forEach(
            one ->
                all.add(
                    one.path("id").asText()
                        + " "
                        + one.path("connectTime").asText()
                        + " "
                        + one.path("disconnectTime").asText()));
    return all;
  }
}
