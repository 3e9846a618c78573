package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every setting is used, or documents why it has no effect. A setting is used if code calls the
 * accessors of all records on its path.
 */
class SettingsReadersTest {
  /** Classes that only convert, check or show settings. */
  private static final Set<String> NO_READERS =
      Set.of("CrossChecks", "Checks", "SettingsJson", "RenderingDigest");

  private static Set<String> called;

  /** A setting, and the accessors on its path, each with all its names. */
  private record Way(List<Set<String>> accessors, SettingLeaf leaf) {
    boolean isRead() {
      return accessors.stream().allMatch(names -> names.stream().anyMatch(called::contains));
    }

    @Override
    public String toString() {
      return leaf.path();
    }
  }

  @BeforeAll
  static void findCalls() {
    JavaClasses classes = new ClassFileImporter().importPaths(Path.of("target", "classes"));
    called =
        classes.stream()
            .filter(SettingsReadersTest::isReader)
            .flatMap(type -> type.getAccessesFromSelf().stream())
            .map(JavaAccess::getTarget)
            .filter(target -> target.getOwner().getPackageName().equals("io.higuma.settings"))
            .map(SettingsReadersTest::name)
            .collect(Collectors.toCollection(HashSet::new));
  }

  private static boolean isReader(JavaClass type) {
    boolean settings = type.getPackageName().equals("io.higuma.settings");
    return !settings || !(isSection(type) || NO_READERS.contains(top(type)));
  }

  /** Methods of settings records count only if they are called. */
  private static boolean isSection(JavaClass type) {
    return type.isRecord() && !type.getSimpleName().equals("TlsRules");
  }

  private static String top(JavaClass type) {
    String name = type.getName().substring(type.getPackageName().length() + 1);
    return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
  }

  private static String name(AccessTarget target) {
    return target.getOwner().getName() + "." + target.getName();
  }

  private static List<Way> ways() {
    List<Way> ways = new ArrayList<>();
    walk(Settings.class, List.of(), ways);
    return ways;
  }

  private static void walk(Class<?> type, List<Set<String>> before, List<Way> ways) {
    for (RecordComponent component : type.getRecordComponents()) {
      List<Set<String>> accessors = new ArrayList<>(before);
      accessors.add(names(type, component));
      if (component.getAnnotation(Setting.class) == null) {
        walk(component.getType(), accessors, ways);
      } else {
        ways.add(new Way(accessors, Catalogue.leaves().get(ways.size())));
      }
    }
  }

  /** Names in a record and the interfaces that it implements. */
  private static Set<String> names(Class<?> type, RecordComponent component) {
    return Stream.concat(Stream.of(type), Stream.of(type.getInterfaces()))
        .map(owner -> owner.getName() + "." + component.getName())
        .collect(Collectors.toSet());
  }

  @Test
  void findsTheWayToEverySetting() {
    assertThat(ways()).extracting(Way::leaf).isEqualTo(Catalogue.leaves());
  }

  @Test
  void isReadOrHasADocumentedReason() {
    assertThat(ways())
        .filteredOn(way -> !way.isRead() && way.leaf().noEffect().isEmpty())
        .isEmpty();
  }

  @Test
  void saysThatItHasNoEffectOnlyIfItIsNotRead() {
    assertThat(ways())
        .filteredOn(way -> way.isRead() && way.leaf().noEffect().isPresent())
        .isEmpty();
  }
}
