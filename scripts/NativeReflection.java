import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes out of what Quarkus registers for reflection the kinds of Kubernetes that the application
 * never reads or writes, and the methods of the client. The extension registers all 2,500 types of
 * the model; the executable would be a third larger, and its memory with it.
 *
 * <p>Usage: java -cp 'target/native-sources/lib/*' scripts/NativeReflection.java RUNNER_JAR
 */
public final class NativeReflection {
  private static final String MODEL = "io.fabric8.kubernetes.api.model.";
  private static final Set<String> CLIENTS =
      Set.of(
          "io.fabric8.kubernetes.client.impl.KubernetesClientImpl",
          "io.fabric8.kubernetes.client.DefaultKubernetesClient");
  private static final String CONFIGURATION = "META-INF/native-image/reflect-config.json";

  /** What the typed client is used for, a kubeconfig included. What these hold comes with them. */
  private static final List<String> KINDS =
      List.of(
          "APIGroupList",
          "APIResourceList",
          "Config",
          "ConfigMap",
          "ConfigMapList",
          "DeleteOptions",
          "GenericKubernetesResource",
          "GenericKubernetesResourceList",
          "ListOptions",
          "Namespace",
          "NamespaceList",
          "RootPaths",
          "Secret",
          "SecretList",
          "Status",
          "admissionregistration.v1.MutatingWebhookConfiguration",
          "admissionregistration.v1.MutatingWebhookConfigurationList",
          "admissionregistration.v1.ValidatingWebhookConfiguration",
          "admissionregistration.v1.ValidatingWebhookConfigurationList",
          "apiextensions.v1.CustomResourceDefinition",
          "apiextensions.v1.CustomResourceDefinitionList",
          "authentication.TokenReview",
          "authorization.v1.SelfSubjectAccessReview",
          "authorization.v1.SubjectAccessReview",
          "coordination.v1.Lease",
          "coordination.v1.LeaseList",
          "events.v1.Event",
          "events.v1.EventList",
          "version.Info");

  private final Set<String> kept = new HashSet<>();
  private final Deque<Class<?>> toLookAt = new ArrayDeque<>();

  private NativeReflection() {}

  public static void main(String[] arguments) throws Exception {
    var jar = URI.create("jar:" + Path.of(arguments[0]).toUri());
    try (var files = FileSystems.newFileSystem(jar, Map.of())) {
      var file = files.getPath(CONFIGURATION);
      var json = new ObjectMapper();
      var all = (ArrayNode) json.readTree(Files.readString(file));
      var kept = new NativeReflection().kept();
      var slim = json.createArrayNode();
      for (var entry : all) {
        var name = entry.path("name").asText();
        if (CLIENTS.contains(name)) {
          slim.add(((ObjectNode) entry).without(List.of("allDeclaredMethods", "allDeclaredFields")));
        } else if (!name.startsWith(MODEL) || kept.contains(name)) {
          slim.add(entry);
        }
      }
      Files.writeString(file, json.writeValueAsString(slim));
      System.err.printf("registered for reflection: %d of %d types%n", slim.size(), all.size());
    }
  }

  private Set<String> kept() throws ClassNotFoundException {
    for (var kind : KINDS) {
      keep(Class.forName(MODEL + kind, false, NativeReflection.class.getClassLoader()));
    }
    while (!toLookAt.isEmpty()) {
      lookAt(toLookAt.pop());
    }
    return kept;
  }

  private void lookAt(Class<?> type) {
    if (type.getSuperclass() != null) {
      keep(type.getSuperclass());
    }
    for (Field field : type.getDeclaredFields()) {
      keep(field.getGenericType());
    }
    // Deserializers of a kind's own are its nested classes.
    for (var nested : type.getDeclaredClasses()) {
      keep(nested);
    }
  }

  private void keep(Type type) {
    switch (type) {
      case Class<?> one when one.isArray() -> keep(one.getComponentType());
      case Class<?> one when one.getName().startsWith(MODEL) && kept.add(one.getName()) ->
          toLookAt.push(one);
      case ParameterizedType generic -> {
        keep(generic.getRawType());
        for (var argument : generic.getActualTypeArguments()) {
          keep(argument);
        }
      }
      default -> {}
    }
  }
}
