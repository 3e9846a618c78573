package io.higuma.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonAnswersTest {
  @Test
  void everyRecordThatTheApiDescribesIsKnownToTheNativeExecutable() {
    var described =
        new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests()).importPackages("io.higuma.api").stream()
                .filter(JavaClass::isRecord)
                .filter(
                    type ->
                        type.isAnnotatedWith(
                            "org.eclipse.microprofile.openapi.annotations.media.Schema"))
                .map(JavaClass::getName)
                .toList();
    List<String> registered =
        Arrays.stream(JsonAnswers.class.getAnnotation(RegisterForReflection.class).targets())
            .map(Class::getName)
            .toList();

    assertThat(described).isNotEmpty();
    assertThat(registered).containsAll(described);
  }
}
