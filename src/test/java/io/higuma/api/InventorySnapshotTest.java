package io.higuma.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.higuma.api.InventoryView.InventoriedPod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests of filters, pages and groups of an inventory. */
class InventorySnapshotTest {
  private static final InventorySnapshot TWO_NAMESPACES =
      new InventorySnapshot(
          Instant.parse("2030-01-02T03:04:05.123456Z"),
          List.of(
              pod("shop", "web-1", "Deployment/web", "injected", true),
              pod("shop", "web-2", "Deployment/web", "outdated", true),
              pod("shop", "db-0", "StatefulSet/db", "missing", false),
              pod("plain", "lonely", "Pod/lonely", "skipped", false)));

  private static InventoriedPod pod(
      String namespace, String name, String owner, String state, boolean online) {
    Optional<String> message =
        state.equals("injected") ? Optional.empty() : Optional.of("it is " + state);
    return new InventoriedPod(
        namespace,
        name,
        owner,
        online,
        new Explanations.State(state, Optional.empty(), message, List.of(), List.of()),
        online
            ? Optional.of(new ProxyView(true, "2030-01-01T00:00:00Z", "cp-1", Optional.empty()))
            : Optional.empty());
  }

  private static InventoryQuery query(
      String namespace, String state, String name, String offset, String size) {
    return InventoryQuery.of(namespace, state, name, offset, size);
  }

  private static InventoryView list(InventoryQuery query) {
    return TWO_NAMESPACES.list(query, offset -> "from " + offset);
  }

  @Test
  void listsEverythingByDefault() {
    var all = list(query("", "", "", "", ""));

    assertThat(all.pods()).hasSize(4);
    assertThat(all.at()).isEqualTo("2030-01-02T03:04:05.123Z");
    assertThat(all.total()).isEqualTo(4);
    assertThat(all.online()).isEqualTo(2);
    assertThat(all.next()).isEmpty();
    assertThat(all.counts())
        .containsExactly(
            entry("injected", 1),
            entry("outdated", 1),
            entry("skipped", 1),
            entry("missing", 1),
            entry("unknown", 0));
  }

  @Test
  void filtersByNamespaceStateAndPartOfTheName() {
    assertThat(list(query("shop", "", "", "", "")).pods()).hasSize(3);
    assertThat(list(query("", "missing", "", "", "")).pods())
        .extracting(InventoriedPod::name)
        .containsExactly("db-0");
    assertThat(list(query("shop", "", "b-", "", "")).pods())
        .extracting(InventoriedPod::name)
        .containsExactly("web-1", "web-2", "db-0");
    assertThat(list(query("shop", "skipped", "", "", "")).pods()).isEmpty();
  }

  @Test
  void aPageCountsEverythingThatMatches() {
    var page = list(query("shop", "", "", "1", "1"));

    assertThat(page.pods()).extracting(InventoriedPod::name).containsExactly("web-2");
    assertThat(page.total()).isEqualTo(3);
    assertThat(page.online()).isEqualTo(2);
    assertThat(page.counts()).containsEntry("injected", 1).containsEntry("missing", 1);
    assertThat(page.next()).contains("from 2");
  }

  @Test
  void theLastPageHasNoNext() {
    assertThat(list(query("shop", "", "", "2", "1")).next()).isEmpty();
    assertThat(list(query("shop", "", "", "0", "3")).next()).isEmpty();
    assertThat(list(query("shop", "", "", "2147483647", "1000")).pods()).isEmpty();
    assertThat(list(query("shop", "", "", "2147483647", "1000")).next()).isEmpty();
  }

  @Test
  void pagesHaveEachPodOnce() {
    var pods =
        IntStream.range(0, 2500)
            .mapToObj(i -> pod("shop", "web-" + i, "Deployment/web", "injected", true))
            .toList();
    var many = new InventorySnapshot(Instant.EPOCH, pods);
    List<InventoriedPod> read = new ArrayList<>();
    Optional<String> next = Optional.of("0");
    while (next.isPresent()) {
      var page = many.list(query("", "", "", next.get(), "1000"), Integer::toString);
      read.addAll(page.pods());
      next = page.next();
    }
    assertThat(read).isEqualTo(pods);
  }

  @Test
  void groupsPodsByWorkload() {
    var all = TWO_NAMESPACES.listWorkloads(InventoryQuery.ALL, Integer::toString);

    assertThat(all.workloads())
        .extracting(
            InventoriedWorkload::namespace,
            InventoriedWorkload::kind,
            InventoriedWorkload::name,
            InventoriedWorkload::pods,
            InventoriedWorkload::online,
            InventoriedWorkload::notReady)
        .containsExactly(
            tuple("plain", "Pod", "lonely", 1, 0, 1),
            tuple("shop", "Deployment", "web", 2, 2, 0),
            tuple("shop", "StatefulSet", "db", 1, 0, 1));
    assertThat(all.workloads().get(1).counts())
        .containsExactly(entry("injected", 1), entry("outdated", 1));
    assertThat(all.workloads().get(1).reason()).contains("it is outdated");
    assertThat(all.total()).isEqualTo(3);
  }

  @Test
  void workloadsOfAStateHaveAtLeastOnePodInIt() {
    var outdated =
        TWO_NAMESPACES.listWorkloads(query("", "outdated", "", "", ""), Integer::toString);

    assertThat(outdated.workloads()).extracting(InventoriedWorkload::name).containsExactly("web");
    assertThat(outdated.counts()).containsEntry("injected", 1).containsEntry("outdated", 1);
  }

  @Test
  void knowsThePodsOfAWorkloadAndTheNamespaces() {
    assertThat(TWO_NAMESPACES.podsOf("shop", "Deployment", "web"))
        .extracting(InventoriedPod::name)
        .containsExactly("web-1", "web-2");
    assertThat(TWO_NAMESPACES.podsOf("plain", "Deployment", "web")).isEmpty();
    assertThat(TWO_NAMESPACES.namespaces()).containsExactly(entry("plain", 1), entry("shop", 2));
  }

  @Test
  void allBadParametersAreReportedTogether() {
    var refused =
        catchThrowableOfType(
            ProblemException.class, () -> query("A", "gone", "x".repeat(254), "-1", "1001"));

    var problem = (Problem) refused.getResponse().getEntity();
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.problems())
        .extracting(Problem.Single::path)
        .containsExactly("namespace", "state", "name", "offset", "size");
    assertThat(problem.detail())
        .contains(
            "state: value 'gone' is not valid: expected one of injected, outdated, skipped,"
                + " missing, unknown",
            "offset: value '-1' is not valid: expected an integer from 0 to 2147483647",
            "size: value '1001' is not valid: expected an integer from 1 to 1000");
  }

  @Test
  void numbersMustBeNumbers() {
    for (var text : List.of("x", "1.5", "0", "99999999999", " 1")) {
      assertThat(catchThrowableOfType(ProblemException.class, () -> query("", "", "", "", text)))
          .as(text)
          .hasMessageContaining("size: value '" + text + "'");
    }
  }
}
