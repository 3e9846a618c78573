package io.higuma;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Label;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What makes a webhook that can be trusted is a numbered list, and all of it is tested: a test says
 * its number in its name.
 */
class ReliabilityListTest {
  private static final int LAST = 24;
  private static final Pattern NAME = Pattern.compile("reliability (\\d+): .+");

  @Test
  void everyNumberOfTheListIsHeldByATest() {
    var held =
        new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages("io.higuma")
                .stream()
                .flatMap(ReliabilityListTest::names)
                .map(NAME::matcher)
                .filter(name -> name.matches())
                .map(name -> Integer.valueOf(name.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    assertThat(held).containsExactlyElementsOf(IntStream.rangeClosed(1, LAST).boxed().toList());
  }

  private static Stream<String> names(JavaClass tests) {
    return Stream.concat(Stream.of(tests), tests.getMethods().stream())
        .flatMap(ReliabilityListTest::name);
  }

  /** Of a test of JUnit, or of one of jqwik. */
  private static Stream<String> name(HasAnnotations<?> test) {
    return Stream.concat(
        test.tryGetAnnotationOfType(DisplayName.class).map(DisplayName::value).stream(),
        test.tryGetAnnotationOfType(Label.class).map(Label::value).stream());
  }
}
