package io.higuma.cli;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** The threads that serve connections, one for each processor. */
final class EventLoops {
  private EventLoops() {}

  static int count() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Starts them; the caller closes them. */
  static Vertx start() {
    // The resolver of the JDK follows the container's resolv.conf and costs no start time.
    System.setProperty("vertx.disableDnsResolver", "true");
    NettyTls.begin();
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(count())
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }
}
