package io.higuma;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;

/**
 * The classes of the application and of the sandbox, by their rooms (packages). Generated classes,
 * which are in other packages, are in no room.
 */
abstract class ImportedRooms {
  private static final Path[] FOLDERS = {
    Path.of("target", "classes"), Path.of("target", "sandbox-classes")
  };

  static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(location -> location.contains("/io/higuma/"))
            .importPaths(FOLDERS);
  }

  static DescribedPredicate<JavaClass> in(String... packages) {
    return packages.length == 1 ? resideInAPackage(packages[0]) : resideInAnyPackage(packages);
  }

  static String packageOf(String room) {
    return "io.higuma." + room + "..";
  }

  static String[] packages(String... rooms) {
    return Arrays.stream(rooms).map(ImportedRooms::packageOf).toArray(String[]::new);
  }
}
