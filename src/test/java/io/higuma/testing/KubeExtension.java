package io.higuma.testing;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.higuma.sandbox.kube.Folders;
import io.quarkus.test.common.WithTestResource;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.opentest4j.TestAbortedException;

/** Provides API servers and namespaces to tests; see {@link NeedsKube}. */
final class KubeExtension
    implements ExecutionCondition,
        BeforeEachCallback,
        ParameterResolver,
        AfterTestExecutionCallback,
        LifecycleMethodExecutionExceptionHandler {

  private static final Namespace STORE = Namespace.create(KubeExtension.class);

  /** Closed by JUnit after the test, the shared one at the end of this process. */
  private record ManagedApi(KubeApi api) implements AutoCloseable {
    @Override
    public void close() {
      api.close();
    }
  }

  private record ManagedNamespace(KubeApi api, String name) implements AutoCloseable {
    @Override
    public void close() {
      api.client().namespaces().withName(name).delete();
    }
  }

  /** Before Quarkus starts anything. */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    var test = context.getRequiredTestClass();
    try {
      if (AnnotationSupport.findRepeatableAnnotations(test, WithTestResource.class).stream()
          .anyMatch(resource -> resource.value() == KubeTestResource.class)) {
        KubeSource.orSkipWithoutProcesses(test);
      }
      return ConditionEvaluationResult.enabled("");
    } catch (TestAbortedException e) {
      return ConditionEvaluationResult.disabled(e.getMessage());
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    KubeSource.find().orSkip(context.getRequiredTestClass());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == KubeApi.class || type == TestNamespace.class || type == LocalKubeApi.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == KubeApi.class) {
      return shared(context);
    }
    return type == TestNamespace.class ? namespace(context) : ownApi(context);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      saveLogs(context, context.getStore(STORE));
      saveLogs(context, ofRun(context));
      tested(context.getRequiredTestInstance()).forEach(api -> saveLogs(context, api));
    }
  }

  /** Before a class closes what it has started. */
  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    saveLogs(context, context.getStore(STORE));
    throw failure;
  }

  /** The API servers of {@link KubeTestResource} in fields of this test. */
  private static List<LocalKubeApi> tested(Object test) {
    return ReflectionSupport.streamFields(
            test.getClass(),
            field -> field.getType() == TestedControlPlane.class,
            HierarchyTraversalMode.TOP_DOWN)
        .flatMap(field -> ReflectionSupport.tryToReadFieldValue(field, test).toOptional().stream())
        .map(controlPlane -> ((TestedControlPlane) controlPlane).kube())
        .toList();
  }

  private static KubeApi shared(ExtensionContext context) {
    KubeSource.find().orSkip(context.getRequiredTestClass());
    return ofRun(context)
        .computeIfAbsent(
            ManagedApi.class, key -> new ManagedApi(KubeSource.find().start()), ManagedApi.class)
        .api();
  }

  /** Not the root's, which is closed after each class if classes run in several processes. */
  private static Store ofRun(ExtensionContext context) {
    return context.getStore(StoreScope.LAUNCHER_SESSION, STORE);
  }

  private static LocalKubeApi ownApi(ExtensionContext context) {
    KubeSource.orSkipWithoutProcesses(context.getRequiredTestClass());
    LocalKubeApi api = LocalKubeApi.start();
    context.getStore(STORE).put(ManagedApi.class, new ManagedApi(api));
    return api;
  }

  private static TestNamespace namespace(ExtensionContext context) {
    KubeApi api = shared(context);
    String name = nameFor(context);
    api.client()
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    context.getStore(STORE).put(name, new ManagedNamespace(api, name));
    return new TestNamespace(name);
  }

  private static String nameFor(ExtensionContext context) {
    String test = context.getTestMethod().map(method -> method.getName()).orElse("all");
    String words = test.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("([a-z0-9])([A-Z])", "$1-$2");
    String start = words.substring(0, Math.min(40, words.length())).toLowerCase(Locale.ROOT);
    return "t-" + start + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private static void saveLogs(ExtensionContext context, Store store) {
    ManagedApi lent = store.get(ManagedApi.class, ManagedApi.class);
    if (lent != null && lent.api() instanceof LocalKubeApi local) {
      saveLogs(context, local);
    }
  }

  private static void saveLogs(ExtensionContext context, LocalKubeApi api) {
    String test =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getTestMethod().map(Method::getName).orElse("beforeAll");
    Folders.saveLogs(api.folder(), Path.of("target", "kube-logs", test));
  }
}
