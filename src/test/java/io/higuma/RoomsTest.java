package io.higuma;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.higuma.inject.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which rooms (packages) may depend on which, without cycles. */
class RoomsTest extends ImportedRooms {
  /** Each room, and the others that it may use. */
  private static final Map<String, Set<String>> ROOMS =
      Map.ofEntries(
          room("kuma"),
          room("loop"),
          room("settings", "kuma", "loop"),
          room("listener", "settings"),
          room("patch", "kuma"),
          room("tls", "kuma", "loop"),
          room("inject", "kuma", "settings", "patch"),
          room("dataplane", "kuma", "settings"),
          room("xds.snapshot", "dataplane", "kuma", "settings"),
          room("cluster.client", "kuma", "loop"),
          room(
              "cluster.cache",
              "cluster.client",
              "dataplane",
              "inject",
              "patch",
              "kuma",
              "settings",
              "loop"),
          room("cluster.leader", "cluster.client", "kuma", "loop"),
          room(
              "cluster.controller",
              "cluster.cache",
              "cluster.client",
              "cluster.leader",
              "dataplane",
              "inject",
              "patch",
              "tls",
              "xds.snapshot",
              "kuma",
              "settings",
              "loop"),
          room(
              "xds.server",
              "cluster.cache",
              "cluster.client",
              "cluster.controller",
              "dataplane",
              "listener",
              "tls",
              "xds.snapshot",
              "kuma",
              "settings",
              "loop"),
          room(
              "config",
              "cluster.cache",
              "cluster.client",
              "cluster.controller",
              "kuma",
              "settings",
              "loop"),
          room(
              "cluster.preflight",
              "cluster.cache",
              "cluster.client",
              "cluster.controller",
              "dataplane",
              "xds.snapshot",
              "kuma",
              "settings",
              "tls"),
          room("admission", "inject", "listener", "patch", "kuma", "settings", "loop"),
          room(
              "api",
              "cluster.cache",
              "cluster.client",
              "config",
              "dataplane",
              "inject",
              "patch",
              "kuma",
              "settings",
              "loop"),
          room("gui", "api", "cluster.client", "kuma", "settings"),
          room(
              "cli",
              "api",
              "cluster.cache",
              "cluster.client",
              "cluster.controller",
              "cluster.preflight",
              "config",
              "dataplane",
              "inject",
              "patch",
              "kuma",
              "settings",
              "loop"),
          room(
              "app",
              "cli",
              "api",
              "admission",
              "cluster.cache",
              "cluster.client",
              "cluster.controller",
              "cluster.leader",
              "config",
              "dataplane",
              "inject",
              "patch",
              "tls",
              "xds.server",
              "xds.snapshot",
              "kuma",
              "settings",
              "loop"),
          room("sandbox", "cli", "cluster.cache", "cluster.client", "dataplane", "settings"));

  private static final List<String> VAGUE_ENDINGS =
      List.of("Utils", "Util", "Impl", "Manager", "Helper");

  private static Map.Entry<String, Set<String>> room(String name, String... below) {
    return Map.entry(name, Set.of(below));
  }

  static Set<String> rooms() {
    return ROOMS.keySet();
  }

  @Test
  void everyClassIsInARoom() {
    noClasses()
        .that()
        .resideInAPackage("io.higuma..")
        .should()
        .resideOutsideOfPackages(packages(ROOMS.keySet().toArray(String[]::new)))
        .check(classes);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void usesOnlyTheRoomsBelow(String room) {
    String[] forbidden =
        packages(
            ROOMS.keySet().stream()
                .filter(other -> !other.equals(room) && !ROOMS.get(room).contains(other))
                .toArray(String[]::new));
    noClasses()
        .that()
        .resideInAPackage(packageOf(room))
        .should()
        .dependOnClassesThat(in(forbidden))
        .check(classes);
  }

  @Test
  void roomsHaveNoCycles() {
    slices().assignedFrom(new Rooms()).should().beFreeOfCycles().check(classes);
  }

  /** Each class by its room. */
  private static final class Rooms implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return ROOMS.keySet().stream()
          .filter(room -> resideInAPackage(packageOf(room)).test(type))
          .findFirst()
          .map(SliceIdentifier::of)
          .orElse(SliceIdentifier.ignore());
    }

    @Override
    public String getDescription() {
      return "rooms";
    }
  }

  @Test
  void clusterSeesOnlyThePortOfInject() {
    noClasses()
        .that()
        .resideInAPackage(packageOf("cluster"))
        .should()
        .dependOnClassesThat(
            in(packageOf("inject"))
                .and(
                    describe(
                        "are not the port",
                        type -> !type.getName().startsWith(Surroundings.class.getName()))))
        .check(classes);
  }

  @Test
  void stringsAreNotInternedBecauseTheExecutableNeverFreesThem() {
    noClasses().should().callMethod(String.class, "intern").check(classes);
  }

  @Test
  void namesSayWhatAClassIs() {
    Assertions.assertThat(classes.stream().filter(type -> !type.isAnonymousClass()))
        .filteredOn(type -> VAGUE_ENDINGS.stream().anyMatch(ending -> isNamed(type, ending)))
        .extracting(JavaClass::getName)
        .isEmpty();
  }

  /** Whether the name ends so, unless it takes that from a type that is not ours (KeyManager). */
  private static boolean isNamed(JavaClass type, String ending) {
    return type.getSimpleName().endsWith(ending)
        && type.getAllRawSuperclasses().stream()
            .noneMatch(parent -> parent.getSimpleName().endsWith(ending))
        && type.getAllRawInterfaces().stream()
            .noneMatch(parent -> parent.getSimpleName().endsWith(ending));
  }
}
