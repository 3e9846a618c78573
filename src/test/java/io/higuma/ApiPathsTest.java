package io.higuma;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Paths of the Kubernetes API are put together in one place. Class files are read, because that is
 * where constants of other classes and pieces of concatenations end up, wherever they were written.
 */
class ApiPathsTest {
  private static final List<Path> CLASSES =
      List.of(Path.of("target", "classes"), Path.of("target", "sandbox-classes"));

  /** The API server of the sandbox reads paths; it asks nothing of an API. */
  private static final String SERVER = "io/higuma/sandbox/memory/";

  private static final String PATH = "(?s).*(/apis?(/.*)?|apis?/.*|.*/?namespaces/.*)";

  /** Calls the API of a control plane with the same HTTP client. */
  private static final String CONTROL_PLANE = "io.higuma.cli.ConfigHttp";

  private record Constant(String type, String text) {}

  @Test
  void nothingElseWritesPathsOfTheApi() {
    var written =
        constants()
            .filter(constant -> constant.text().matches(PATH))
            .filter(constant -> !constant.type().startsWith(SERVER))
            .toList();

    assertThat(written)
        .extracting(Constant::type)
        .containsOnly(ApiPath.class.getName().replace('.', '/'));
  }

  @Test
  void nothingElseMakesRequestsToTheApi() {
    noClasses()
        .that()
        .areNotAssignableTo(ApiCalls.class)
        .and()
        .doNotHaveFullyQualifiedName(CONTROL_PLANE)
        .should()
        .callMethod(HttpRequest.Builder.class, "uri", String.class)
        .orShould()
        .callMethod(HttpClient.class, "newHttpRequestBuilder")
        .check(new ClassFileImporter().importPaths(CLASSES));
  }

  private static Stream<Constant> constants() {
    return CLASSES.stream()
        .flatMap(ApiPathsTest::files)
        .flatMap(
            file -> {
              var type = parsed(file);
              return StreamSupport.stream(type.constantPool().spliterator(), false)
                  .filter(StringEntry.class::isInstance)
                  .map(entry -> ((StringEntry) entry).stringValue())
                  .map(text -> new Constant(type.thisClass().asInternalName(), text));
            });
  }

  private static Stream<Path> files(Path folder) {
    try (var all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".class")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClassModel parsed(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
