package io.higuma;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.higuma.loop.LoopSupervisor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever runs in the background is started by {@link LoopSupervisor}, so that it is watched. */
class ThreadsTest {
  private static final String SUPERVISED = LoopSupervisor.class.getPackageName() + "..";

  /** What starts threads, timers or work on the threads of others, by the type that has it. */
  private static final Map<String, Pattern> STARTING =
      Map.of(
          "java.lang.Thread", Pattern.compile("<init>|of\\w+|start\\w*"),
          "java.lang.Runtime", Pattern.compile("addShutdownHook"),
          "java.util.Timer", Pattern.compile(".*"),
          "java.util.concurrent.Executors", Pattern.compile("new\\w+"),
          "java.util.concurrent.CompletableFuture",
              Pattern.compile("\\w+Async|completeOnTimeout|delayedExecutor"),
          "java.util.concurrent.CompletionStage", Pattern.compile("\\w+Async"),
          "java.util.concurrent.StructuredTaskScope", Pattern.compile("open|fork"),
          "java.util.Collection", Pattern.compile("parallelStream"),
          "io.vertx.core.Vertx",
              Pattern.compile("set(Timer|Periodic)|(timer|periodic)Stream|timer|executeBlocking"),
          "io.vertx.core.Context", Pattern.compile("executeBlocking"));

  /** Whose constructors start threads. */
  private static final List<Class<?>> POOLS = List.of(ExecutorService.class, Timer.class);

  private final JavaClasses classes =
      new ClassFileImporter().importPaths(Path.of("target", "classes"));

  @Test
  void nothingElseStartsThreadsOrTimers() {
    noClasses()
        .that()
        .resideOutsideOfPackage(SUPERVISED)
        .should()
        .accessTargetWhere(describe("it starts threads or timers", ThreadsTest::starts))
        .check(classes);
  }

  @Test
  void seesThreadsWhereTheyAreStarted() {
    var threads =
        new ClassFileImporter()
            .importClasses(Started.class).stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> unit.getAccessesFromSelf().stream().anyMatch(ThreadsTest::starts))
                .map(JavaCodeUnit::getName);
    assertThat(threads).containsExactlyInAnyOrder("virtual", "reference", "future", "subclass");
  }

  private static boolean starts(JavaAccess<?> access) {
    if (!(access.getTarget() instanceof CodeUnitAccessTarget)) {
      return false;
    }
    var owner = access.getTargetOwner();
    var name = access.getTarget().getName();
    return (name.equals("<init>") && POOLS.stream().anyMatch(owner::isAssignableTo))
        || STARTING.entrySet().stream()
            .anyMatch(
                start ->
                    owner.isAssignableTo(start.getKey())
                        && start.getValue().matcher(name).matches());
  }

  /** As threads could be started. */
  static final class Started {
    void virtual() {
      var _ = Thread.startVirtualThread(this::nothing);
    }

    java.util.function.Function<Runnable, Thread> reference() {
      return Thread::new;
    }

    CompletableFuture<Void> future() {
      return CompletableFuture.runAsync(this::nothing);
    }

    Thread subclass() {
      return new Thread("named") {
        @Override
        public void run() {
          nothing();
        }
      };
    }

    void nothing() {}
  }
}
