package io.higuma.sandbox;

import io.higuma.cli.Progress;
import io.higuma.cli.Sandbox;
import io.higuma.cluster.client.ApiPath;
import io.higuma.sandbox.kube.KubeAccount;
import io.higuma.sandbox.kube.KubeBinaries;
import io.higuma.sandbox.kube.LocalKube;
import io.higuma.sandbox.memory.MemoryServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The Kubernetes API of the sandbox. */
sealed interface SandboxApi extends AutoCloseable {
  /** Real clusters of this size start within some seconds; slow machines need more. */
  Duration START_LIMIT = Duration.ofMinutes(2);

  /** Description for messages. */
  String what();

  /** The implementation. */
  Sandbox.Api kind();

  /** URL of the API. */
  URI url();

  /** A kubeconfig with administrator rights. */
  Path kubeconfig();

  /** A client with administrator rights. */
  KubeRest rest();

  @Override
  void close();

  /** The API is not available; the message is shown to the user. */
  final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    Unavailable(String message) {
      super(message);
    }
  }

  /**
   * Starts the API and waits until it serves; the caller closes it.
   *
   * @param requested empty: the real one if its binaries are installed
   * @param folder for its files
   * @param progress shows for how long it has been starting
   */
  static SandboxApi start(Optional<Sandbox.Api> requested, Path folder, Progress progress)
      throws IOException, InterruptedException, Unavailable {
    var binaries = KubeBinaries.find(System.getenv());
    var kind = requested.orElse(binaries.isPresent() ? Sandbox.Api.real : Sandbox.Api.memory);
    return switch (kind) {
      case memory -> InMemory.start(folder);
      case real ->
          Real.start(
              binaries.orElseThrow(
                  () ->
                      new Unavailable("there is no kube-apiserver: run 'make kube' (it needs Go)")),
              folder,
              progress);
    };
  }

  /** kube-apiserver and etcd. */
  record Real(LocalKube kube, KubeRest rest) implements SandboxApi {

    static Real start(KubeBinaries binaries, Path folder, Progress progress)
        throws IOException, InterruptedException, Unavailable {
      var token = UUID.randomUUID().toString();
      var admin = new KubeAccount(token, "admin", List.of("system:masters"));
      var kube = new LocalKube(binaries, folder, new LocalKube.Access(List.of(admin), ""));
      try {
        kube.start();
        return new Real(kube, ready(kube, token, progress));
      } catch (IOException | InterruptedException | RuntimeException | Unavailable e) {
        kube.close();
        throw e;
      }
    }

    private static KubeRest ready(LocalKube kube, String token, Progress progress)
        throws IOException, InterruptedException, Unavailable {
      long start = System.nanoTime();
      var waited = Duration.ZERO;
      while (waited.compareTo(START_LIMIT) < 0 && kube.isRunning()) {
        progress.show(Polling.line("kube-apiserver answers", waited));
        if (Files.exists(kube.authority())) {
          var rest = rest(kube, token);
          try {
            // The namespaces are created last.
            if (rest.get(ApiPath.core().namespace("default")).isPresent()) {
              return rest;
            }
          } catch (IOException notYet) {
            // Retried.
          }
        }
        Thread.sleep(100);
        waited = Duration.ofNanos(System.nanoTime() - start);
      }
      throw new Unavailable("Kubernetes did not start:\n" + kube.logTail());
    }

    private static KubeRest rest(LocalKube kube, String token) throws IOException {
      try {
        var http = TrustedHttp.client(Files.readString(kube.authority()));
        return new KubeRest(http, kube.server(), token);
      } catch (GeneralSecurityException halfWritten) {
        throw new IOException(halfWritten);
      }
    }

    @Override
    public String what() {
      return "kube-apiserver " + KubeBinaries.version() + " and etcd";
    }

    @Override
    public Sandbox.Api kind() {
      return Sandbox.Api.real;
    }

    @Override
    public URI url() {
      return kube.server();
    }

    @Override
    public Path kubeconfig() {
      return kube.kubeconfig();
    }

    @Override
    public void close() {
      kube.close();
    }
  }

  /** fabric8's in-memory server with admission. */
  record InMemory(MemoryServer server, Path kubeconfig, KubeRest rest) implements SandboxApi {

    static InMemory start(Path folder) throws IOException {
      var server = MemoryServer.start();
      var kubeconfig = folder.resolve("kubeconfig");
      server.writeKubeconfig(kubeconfig);
      var rest = new KubeRest(TrustedHttp.plain(), server.url(), "admin");
      return new InMemory(server, kubeconfig, rest);
    }

    @Override
    public String what() {
      return "fabric8's CRUD server in memory (`make kube` builds a real kube-apiserver)";
    }

    @Override
    public Sandbox.Api kind() {
      return Sandbox.Api.memory;
    }

    @Override
    public URI url() {
      return server.url();
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
