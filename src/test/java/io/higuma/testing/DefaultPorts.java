package io.higuma.testing;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Tests whose control plane opens a default port. Of those in all processes of this user, one runs
 * at a time; it waits up to 15 minutes for the others.
 */
@ExtendWith(DefaultPorts.Lock.class)
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface DefaultPorts {

  /** Locks a file while a test runs. */
  final class Lock implements BeforeEachCallback {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Path FILE =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "higuma-default-ports-" + System.getProperty("user.name") + ".lock");

    /** Closed by JUnit after the test, which unlocks the file. */
    private record Locked(FileChannel channel) implements AutoCloseable {
      @Override
      public void close() throws IOException {
        channel.close();
      }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
      var channel = FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      context.getStore(Namespace.create(Lock.class)).put(Locked.class, new Locked(channel));
      var _ =
          Awaitility.await("the default ports")
              .atMost(LIMIT)
              .until(channel::tryLock, Objects::nonNull);
    }
  }
}
