package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.docs.ReferencePage;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The pages of what Higuma writes about objects: Events and conditions. */
class ObjectsReferenceTest {
  @Test
  void pageHasEveryEvent() {
    var head =
        ReferencePage.head(
            "Events",
            """
            `kubectl events -n NAMESPACE` lists them. Events about injection come from the replica that
            decided, all others from the leader. At most 10 are sent per second, warnings first; repeated
            ones are one Event with a count.

            | reason | type | object | meaning |
            |---|---|---|---|""");
    var rows =
        Arrays.stream(EventReason.values())
            .map(
                event ->
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(event.reason(), event.type(), event.regarding(), event.doc()))
            .collect(Collectors.joining());

    new ReferencePage("events.md").isUpToDate(head + rows);
  }

  @Test
  void pageHasEveryCondition() {
    var head =
        ReferencePage.head(
            "Conditions",
            """
            In `status.conditions` of a [ContainerPatch](../container-patches.md), written by the leader. A
            condition has the generation that it is about, and the time of its last change.

            | type | status | reason | meaning |
            |---|---|---|---|""");
    var rows =
        Arrays.stream(PatchCondition.values())
            .map(
                condition ->
                    "| `%s` | %s | `%s` | %s |\n"
                        .formatted(
                            condition.type(),
                            condition.status(),
                            condition.reason(),
                            condition.doc()))
            .collect(Collectors.joining());

    new ReferencePage("conditions.md").isUpToDate(head + rows);
  }

  @Test
  void everyEventAndConditionHasAMeaning() {
    assertThat(EventReason.values())
        .allSatisfy(event -> assertThat(event.doc()).endsWith(".").doesNotContain("|"));
    assertThat(PatchCondition.values())
        .allSatisfy(condition -> assertThat(condition.doc()).endsWith(".").doesNotContain("|"));
  }
}
