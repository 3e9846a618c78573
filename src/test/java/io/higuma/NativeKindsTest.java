package io.higuma;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The executable can read and write only the kinds that {@code scripts/NativeReflection.java}
 * keeps.
 */
class NativeKindsTest extends ImportedRooms {
  private static final String MODEL = "io.fabric8.kubernetes.api.model.";
  private static final Path SCRIPT = Path.of("scripts", "NativeReflection.java");
  private static final Pattern KINDS =
      Pattern.compile("KINDS =\\s+List\\.of\\((.*?)\\);", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("\"([\\w.]+)\"");

  @Test
  void executableHasTheKindsOfTheTypedClientThatTheCodeUses() throws IOException {
    var used =
        classes.stream()
            .flatMap(room -> room.getDirectDependenciesFromSelf().stream())
            .map(dependency -> dependency.getTargetClass().getBaseComponentType())
            .filter(NativeKindsTest::isKind)
            .map(kind -> kind.getName().substring(MODEL.length()))
            .collect(Collectors.toSet());

    assertThat(used).contains("ConfigMap", "coordination.v1.Lease");
    assertThat(kept()).containsAll(used);
  }

  private static boolean isKind(JavaClass type) {
    return type.getName().startsWith(MODEL)
        && !type.isInterface()
        && (type.isAssignableTo(HasMetadata.class)
            || type.isAssignableTo(KubernetesResourceList.class));
  }

  private static Set<String> kept() throws IOException {
    var list = KINDS.matcher(Files.readString(SCRIPT)).results().findFirst().orElseThrow().group(1);
    return NAME.matcher(list).results().map(name -> name.group(1)).collect(Collectors.toSet());
  }
}
