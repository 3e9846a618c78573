import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Removes from Quarkus' reflection configuration the Kubernetes kinds that the application never
 * reads or writes, the methods of the client, and all protocol buffers. The extension registers all
 * 2,500 types of the model, which would make the executable and its memory a third larger.
 *
 * <p>Usage: java -cp 'FOLDER/lib/*' scripts/NativeReflection.java FOLDER, where the folder is the
 * output of {@code quarkus.native.sources-only}: the application's jar, and its libraries in {@code
 * lib}.
 */
public final class NativeReflection {
  private static final String MODEL = "io.fabric8.kubernetes.api.model.";

  /** Messages of Envoy and of the trace exporter: their generated code reads and writes them. */
  private static final List<String> MESSAGES = List.of("com.google.protobuf.", "io.envoyproxy.");

  private static final Set<String> CLIENTS =
      Set.of(
          "io.fabric8.kubernetes.client.impl.KubernetesClientImpl",
          "io.fabric8.kubernetes.client.DefaultKubernetesClient");
  private static final String CONFIGURATION = "META-INF/native-image/reflect-config.json";

  /** Lists every kind of a library; reading a kubeconfig creates an instance of each. */
  private static final String SERVICES =
      "META-INF/services/io.fabric8.kubernetes.api.model.KubernetesResource";

  /** Kinds used with the typed client, and the kubeconfig. The types of their fields are added. */
  private static final List<String> KINDS =
      List.of(
          "APIGroupList",
          "APIResourceList",
          "Condition",
          "Config",
          "ConfigMap",
          "ConfigMapList",
          "DeleteOptions",
          "Event",
          "EventList",
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
          "authentication.TokenRequest",
          "authentication.TokenReview",
          "authorization.v1.SelfSubjectAccessReview",
          "authorization.v1.SubjectAccessReview",
          "coordination.v1.Lease",
          "coordination.v1.LeaseList",
          "events.v1.Event",
          "events.v1.EventList",
          "version.Info");

  private final Set<String> kept = new HashSet<>();
  private final Deque<Class<?>> queue = new ArrayDeque<>();

  private NativeReflection() {}

  public static void main(String[] arguments) throws Exception {
    var folder = Path.of(arguments[0]);
    var kept = new NativeReflection().kept();
    edit(folder.resolve("higuma-runner.jar"), CONFIGURATION, text -> registered(text, kept));
    try (var jars = Files.newDirectoryStream(folder.resolve("lib"), "*kubernetes-model*.jar")) {
      for (var jar : jars) {
        edit(jar, SERVICES, text -> services(text, kept));
      }
    }
  }

  /** Changes a file of a jar, if it exists. */
  private static void edit(Path jar, String name, UnaryOperator<String> change)
      throws IOException {
    try (var files = FileSystems.newFileSystem(jar)) {
      var file = files.getPath(name);
      if (Files.exists(file)) {
        Files.writeString(file, change.apply(Files.readString(file)));
      }
    }
  }

  private static String registered(String text, Set<String> kept) {
    var json = new ObjectMapper();
    try {
      var all = json.readTree(text);
      var slim = json.createArrayNode();
      for (var entry : all) {
        var name = entry.path("name").asText();
        if (CLIENTS.contains(name)) {
          slim.add(((ObjectNode) entry).without(List.of("allDeclaredMethods", "allDeclaredFields")));
        } else if (kept.contains(name) || isUsed(name)) {
          slim.add(entry);
        }
      }
      System.err.printf("registered for reflection: %d of %d types%n", slim.size(), all.size());
      return json.writeValueAsString(slim);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isUsed(String type) {
    return !type.startsWith(MODEL) && MESSAGES.stream().noneMatch(type::startsWith);
  }

  private static String services(String text, Set<String> kept) {
    return text.lines().filter(kept::contains).collect(Collectors.joining("\n", "", "\n"));
  }

  private Set<String> kept() throws ReflectiveOperationException {
    for (var kind : KINDS) {
      keep(Class.forName(MODEL + kind, false, NativeReflection.class.getClassLoader()));
    }
    while (!queue.isEmpty()) {
      visit(queue.pop());
    }
    return kept;
  }

  private void visit(Class<?> type) throws ReflectiveOperationException {
    if (type.getSuperclass() != null) {
      keep(type.getSuperclass());
    }
    keepNamedBy(type);
    for (Field field : type.getDeclaredFields()) {
      keep(field.getGenericType());
      keepNamedBy(field);
    }
    for (var method : type.getDeclaredMethods()) {
      keepNamedBy(method);
    }
    // Custom deserializers of a kind are its nested classes.
    for (var nested : type.getDeclaredClasses()) {
      keep(nested);
    }
  }

  /** Keeps the serializers and deserializers that annotations name. */
  private void keepNamedBy(AnnotatedElement annotated) throws ReflectiveOperationException {
    for (var annotation : annotated.getAnnotations()) {
      for (var member : annotation.annotationType().getDeclaredMethods()) {
        if (member.invoke(annotation) instanceof Class<?> named) {
          keep(named);
        }
      }
    }
  }

  private void keep(Type type) {
    switch (type) {
      case Class<?> one when one.isArray() -> keep(one.getComponentType());
      case Class<?> one when one.getName().startsWith(MODEL) && kept.add(one.getName()) ->
          queue.push(one);
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
