package io.higuma.cluster.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {
  private static final ObjectKey A = new ObjectKey("one", "a");
  private static final ObjectKey B = new ObjectKey("one", "b");
  private static final ObjectKey C = new ObjectKey("two", "c");

  private final List<String> changes = new ArrayList<>();
  private final ObjectStore<Integer> store = new ObjectStore<>(Integer::compare);

  @BeforeEach
  void listen() {
    store.listen((key, before, after) -> changes.add(key + " " + before + " " + after));
  }

  @Test
  void tellsWhatChangedAndOnlyThat() {
    store.apply(A, 1);
    store.apply(A, 2);
    store.apply(A, null);
    store.apply(A, null);
    assertThat(changes).containsExactly("one/a null 1", "one/a 1 2", "one/a 2 null");
    assertThat(store.size()).isZero();
  }

  @Test
  void keepsNamespacesApart() {
    store.apply(A, 1);
    store.apply(B, 2);
    store.apply(C, 3);
    assertThat(store.in("one")).containsExactlyInAnyOrder(1, 2);
    assertThat(store.in("two")).containsExactly(3);
    assertThat(store.in("three")).isEmpty();
    assertThat(store.find("two", "c")).contains(3);
    assertThat(store.find("one", "c")).isEmpty();
    assertThat(store.size()).isEqualTo(3);
  }

  @Test
  void aNewListTakesAwayWhatIsGone() {
    store.apply(A, 1);
    store.apply(B, 1);
    changes.clear();
    store.beginList();
    store.listed(B, 1);
    store.listed(C, 4);
    assertThat(store.find(A)).contains(1);
    store.endList();
    assertThat(changes).containsExactly("two/c null 4", "one/a 1 null");
  }

  @Test
  void anEventThatIsOlderThanOurOwnWriteDoesNotCount() {
    written(A, 7);
    store.apply(A, 6);
    store.apply(A, 7);
    assertThat(store.find(A)).contains(7);
    assertThat(changes).containsExactly("one/a null 7");
  }

  @Test
  void aListDoesNotUndoWhatWasWrittenWhileItWasRead() {
    store.apply(B, 3);
    store.beginList();
    written(A, 7);
    written(B, null);
    store.listed(A, 5);
    store.listed(B, 3);
    store.endList();
    assertThat(store.find(A)).contains(7);
    assertThat(store.find(B)).isEmpty();
  }

  @Test
  void objectThatTheWatchRemovesBeforeTheResponseToItsWriteStaysRemoved() {
    try (var request = store.request(A)) {
      store.apply(A, 7);
      store.remove(A, 8);
      request.complete(7);
    }
    assertThat(store.find(A)).isEmpty();
    written(A, 9);
    assertThat(store.find(A)).contains(9);
  }

  @Test
  void responseDoesNotReplaceANewerStateOfTheWatch() {
    try (var request = store.request(A)) {
      store.apply(A, 8);
      request.complete(7);
    }
    assertThat(store.find(A)).contains(8);
  }

  @Test
  void responseReplacesTheStateOfItsOwnWriteFromTheWatch() {
    var written = new ObjectStore<String>((left, right) -> left.charAt(0) - right.charAt(0));
    try (var request = written.request(A)) {
      written.apply(A, "7 as stored");
      request.complete("7 as desired");
    }
    written.apply(A, "7 as stored");
    assertThat(written.find(A)).contains("7 as desired");
  }

  @Test
  void objectThatIsCreatedAgainBeforeTheResponseToItsDeletionStays() {
    store.apply(A, 1);
    try (var request = store.request(A)) {
      store.remove(A, 2);
      store.apply(A, 3);
      request.complete(null);
    }
    assertThat(store.find(A)).contains(3);
  }

  @Test
  void objectThatAListDoesNotHaveIsNotStoredByAnEarlierRequest() {
    try (var request = store.request(A)) {
      store.beginList();
      store.endList();
      request.complete(7);
    }
    assertThat(store.find(A)).isEmpty();
  }

  private void written(ObjectKey key, @Nullable Integer after) {
    try (var request = store.request(key)) {
      request.complete(after);
    }
  }

  @Test
  void aListCountsEvenIfTheClusterWasSetBackToAnOlderState() {
    store.apply(A, 100);
    store.beginList();
    store.listed(A, 5);
    store.endList();
    assertThat(store.find(A)).contains(5);
  }

  @Test
  void addsKnowledgeWithoutTellingAnybodyUnlessTheStateHasChanged() {
    store.apply(A, 1);
    changes.clear();
    store.replace(A, 1, 2);
    assertThat(store.find(A)).contains(2);
    store.replace(A, 1, 3);
    assertThat(store.find(A)).contains(2);
    assertThat(changes).isEmpty();
  }
}
