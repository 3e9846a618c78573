package io.higuma.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.inject.InjectVectors.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/**
 * Relations between decisions that need no recorded answer: what changes of a Pod change nothing,
 * or only themselves. The Pods are those of the recordings, in all profiles.
 */
class MetamorphicTest {
  private static final int TRIES = 2_000;
  private static final Surroundings CLUSTER = new KumaCluster();
  private static final List<Vector> VECTORS = InjectVectors.all();
  private static final Map<String, SidecarInjector> INJECTORS = new ConcurrentHashMap<>();

  @Provide
  Arbitrary<Vector> vectors() {
    return Arbitraries.of(VECTORS);
  }

  @Property(tries = TRIES)
  void theOrderOfAnnotationsAndLabelsChangesNothing(
      @ForAll("vectors") Vector vector, @ForAll Random random) throws IOException {
    var pod = changed(vector, copy -> copy.path("metadata").forEach(map -> shuffle(map, random)));

    assertThat(result(vector, pod)).isEqualTo(result(vector, vector.pod()));
  }

  @Property(tries = TRIES)
  void theOrderOfMembersChangesNothing(@ForAll("vectors") Vector vector, @ForAll Random random)
      throws IOException {
    var pod = changed(vector, copy -> shuffleAll(copy, random));

    assertThat(result(vector, pod)).isEqualTo(result(vector, vector.pod()));
  }

  @Property(tries = TRIES)
  void unknownMembersStayAndChangeNothing(
      @ForAll("vectors") Vector vector,
      @ForAll @StringLength(min = 1, max = 12) @CharRange(from = 'a', to = 'z') String name)
      throws IOException {
    UnaryOperator<JsonNode> unknown =
        pod -> {
          Stream.concat(
                  Stream.of("", "/metadata", "/spec").map(pod::at),
                  pod.at("/spec/containers").valueStream().filter(isApplication(vector)))
              .forEach(object -> ((ObjectNode) object).put("x-" + name, name));
          return pod;
        };
    var pod = unknown.apply(vector.pod().deepCopy());

    assertThat(result(vector, pod))
        .isEqualTo(result(vector, vector.pod()).map(found -> unknown.apply(found.deepCopy())));
  }

  @Property(tries = TRIES)
  void theNameChangesOnlyTheName(
      @ForAll("vectors") Vector vector,
      @ForAll @StringLength(min = 1, max = 40) @CharRange(from = 'a', to = 'z') String name)
      throws IOException {
    UnaryOperator<JsonNode> rename =
        pod -> {
          pod.withObject("/metadata").put("name", name).remove("generateName");
          return pod;
        };
    var pod = rename.apply(vector.pod().deepCopy());

    assertThat(result(vector, pod))
        .isEqualTo(result(vector, vector.pod()).map(found -> rename.apply(found.deepCopy())));
  }

  @Property(tries = TRIES)
  void anotherImageOfTheApplicationChangesOnlyThatImage(
      @ForAll("vectors") Vector vector, @ForAll @Size(min = 1, max = 3) List<Character> tag)
      throws IOException {
    UnaryOperator<JsonNode> replace =
        pod -> {
          var first = pod.at("/spec/containers").valueStream().filter(isApplication(vector));
          first
              .findFirst()
              .ifPresent(
                  container -> ((ObjectNode) container).put("image", "app:" + tag.hashCode()));
          return pod;
        };
    var pod = replace.apply(vector.pod().deepCopy());

    assertThat(result(vector, pod))
        .isEqualTo(result(vector, vector.pod()).map(found -> replace.apply(found.deepCopy())));
  }

  @Property(tries = TRIES)
  void aSecondInjectionChangesNothing(@ForAll("vectors") Vector vector) throws IOException {
    var injected = result(vector, vector.pod());

    if (injected.isPresent()) {
      assertThat(result(vector, injected.get())).isEqualTo(injected);
    }
  }

  @Property(tries = TRIES)
  void otherSettingsInBetweenChangeNothing(
      @ForAll("vectors") Vector vector, @ForAll("vectors") Vector other) throws IOException {
    var before = result(vector, vector.pod());

    var _ = decide(other.profile(), vector.namespace(), vector.pod());

    assertThat(result(vector, vector.pod())).isEqualTo(before);
  }

  private static Predicate<JsonNode> isApplication(Vector vector) {
    var names =
        vector
            .pod()
            .at("/spec/containers")
            .valueStream()
            .map(container -> container.path("name").asText())
            .toList();
    return container -> names.contains(container.path("name").asText());
  }

  private static JsonNode changed(Vector vector, Consumer<JsonNode> change) {
    JsonNode copy = vector.pod().deepCopy();
    change.accept(copy);
    return copy;
  }

  /** The Pod after the decision; empty if it is rejected. */
  private static Optional<JsonNode> result(Vector vector, JsonNode pod) throws IOException {
    return switch (decide(vector.profile(), vector.namespace(), pod)) {
      case Decision.Inject inject -> Optional.of(JsonPatch.apply(inject.patch().toJson(), pod));
      case Decision.Skip skip -> Optional.of(JsonPatch.apply(skip.repairs().toJson(), pod));
      case Decision.Reject _ -> Optional.empty();
    };
  }

  private static Decision decide(String profile, String namespace, JsonNode pod)
      throws IOException {
    return INJECTORS
        .computeIfAbsent(profile, MetamorphicTest::injector)
        .decide(PodReader.read(pod), namespace, CLUSTER);
  }

  private static SidecarInjector injector(String profile) {
    var settings = InjectVectors.settings(profile);
    var isNative = settings.runtime().kubernetes().injector().sidecarContainers();
    return new SidecarInjector(
        new InjectionContext(settings, isNative, InjectVectors.caCertificate()));
  }

  private static void shuffleAll(JsonNode node, Random random) {
    node.forEach(child -> shuffleAll(child, random));
    shuffle(node, random);
  }

  /** Shuffles the members of an object; the order of a list has a meaning. */
  private static void shuffle(JsonNode node, Random random) {
    if (node instanceof ObjectNode object) {
      List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
      Collections.shuffle(members, random);
      object.removeAll();
      members.forEach(member -> object.set(member.getKey(), member.getValue()));
    }
  }
}
