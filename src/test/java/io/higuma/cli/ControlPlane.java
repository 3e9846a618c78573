package io.higuma.cli;

import io.higuma.api.FollowedConfig;
import io.higuma.settings.Loaded;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.higuma.tls.Lives;
import io.higuma.tls.SelfSigned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code higuma run} in this process, on free ports, for an API server of the test's own. */
final class ControlPlane implements AutoCloseable {
  static final String SYSTEM = "kuma-system";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern SERVICE =
      Pattern.compile("service:\\n +namespace: .*\\n +name: .*\\n +path: (.*)\\n +port: 443");

  private final LocalKubeApi kube;
  private final Server server;

  private ControlPlane(LocalKubeApi kube, Server server) {
    this.kube = kube;
    this.server = server;
  }

  /** Starts it with these settings; does not wait until it is ready. */
  static ControlPlane start(LocalKubeApi kube, Map<String, String> environment) {
    return start(kube, environment, Lives.USUAL);
  }

  /** As {@link #start(LocalKubeApi, Map)}, with a configuration file. */
  static ControlPlane start(LocalKubeApi kube, Map<String, String> environment, Path file) {
    return started(kube, KubeUser.ADMIN, settings(environment, Optional.of(file)), Lives.USUAL);
  }

  /** The same, watched so. */
  static ControlPlane start(
      LocalKubeApi kube, Map<String, String> environment, Path file, Watch watch) {
    try (var client = kube.clientAs(KubeUser.ADMIN)) {
      var start = settings(environment, Optional.of(file));
      return new ControlPlane(
          kube, Server.start(start, client.getConfiguration(), Lives.USUAL, watch));
    } catch (Server.CannotStart e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same with certificates that live so long. */
  static ControlPlane start(LocalKubeApi kube, Map<String, String> environment, Lives lives) {
    return startAs(kube, KubeUser.ADMIN, environment, lives);
  }

  /** The same with the rights of this user, and certificates that live so long. */
  static ControlPlane startAs(
      LocalKubeApi kube, KubeUser user, Map<String, String> environment, Lives lives) {
    return started(kube, user, settings(environment, Optional.empty()), lives);
  }

  private static ControlPlane started(
      LocalKubeApi kube, KubeUser user, FollowedConfig.Start start, Lives lives) {
    try (var client = kube.clientAs(user)) {
      var config = client.getConfiguration();
      return new ControlPlane(kube, Server.start(start, config, lives));
    } catch (Server.CannotStart e) {
      throw new IllegalStateException(e);
    }
  }

  /** Settings with a certificate in files of this folder. */
  static Map<String, String> certificateIn(Path folder) {
    var made = SelfSigned.create(List.of("localhost", "127.0.0.1"), Clock.systemUTC());
    var key = Base64.getMimeEncoder().encodeToString(made.key().getEncoded());
    try {
      Files.writeString(folder.resolve("tls.crt"), made.trustAnchorPem());
      Files.writeString(
          folder.resolve("tls.key"),
          "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of("KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_CERT_DIR", folder.toString());
  }

  Server server() {
    return server;
  }

  ControlPlane awaitReady() {
    Awaitility.await().atMost(LIMIT).until(() -> server.missing().isEmpty());
    return this;
  }

  /** Lets the API server send Pods here. */
  ControlPlane register() {
    var bundle = server.certificate().bundle().getBytes(StandardCharsets.UTF_8);
    register(
        kube, server.admissionPort(), "caBundle: " + Base64.getEncoder().encodeToString(bundle));
    // The API server watches the configurations; until it has seen them, nothing is sent.
    Awaitility.await().atMost(LIMIT).until(this::isRegistered);
    return this;
  }

  /**
   * The chart's webhook configurations, which lead to this port instead of to a Service.
   *
   * @param bundle {@code caBundle}; empty for none
   */
  static void register(LocalKubeApi kube, int port, String bundle) {
    register(kube, port, bundle, configurations -> configurations);
  }

  /** The same with other values in the configurations. */
  static void register(
      LocalKubeApi kube, int port, String bundle, UnaryOperator<String> configurations) {
    var chart = configurations.apply(text("src/main/kubernetes/webhooks.yaml"));
    var client = "url: " + kube.urlOf(port) + "$1\n      " + bundle;
    kube.kubectlWith(SERVICE.matcher(chart).replaceAll(client), "apply", "-f", "-").succeeded();
  }

  /** Whether the API server sends Pods here, and trusts what it finds. */
  boolean isRegistered() {
    return kube.kubectl(
            "run",
            "probe",
            "--image=probe",
            "--dry-run=server",
            "-oname",
            "-ndefault",
            "--labels=kuma.io/sidecar-injection=enabled,kuma.io/mesh=no-such-mesh")
        .err()
        .contains("no-such-mesh");
  }

  /** Definitions of Kuma's resources, the system namespace and the Mesh {@code default}. */
  static void install(LocalKubeApi kube) {
    kube.kubectl("apply", "-f", "helm/higuma/crds").succeeded();
    kube.kubectl("wait", "--for=condition=Established", "-f", "helm/higuma/crds").succeeded();
    kube.kubectl("create", "namespace", SYSTEM).succeeded();
    kube.kubectlWith(mesh("default"), "apply", "-f", "-").succeeded();
  }

  /** The same, and what the recorded Pods have around them. */
  static void installAmongVectors(LocalKubeApi kube) {
    install(kube);
    kube.kubectlWith(resource("/kuma-2.14/cluster.yaml"), "apply", "-f", "-").succeeded();
  }

  static String mesh(String name) {
    return "{apiVersion: kuma.io/v1alpha1, kind: Mesh, metadata: {name: %s}}".formatted(name);
  }

  static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String resource(String path) {
    try (var in = Objects.requireNonNull(ControlPlane.class.getResourceAsStream(path))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FollowedConfig.Start settings(
      Map<String, String> environment, Optional<Path> file) {
    var all = new TreeMap<>(environment);
    all.put("KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_PORT", "0");
    all.put("KUMA_DIAGNOSTICS_SERVER_PORT", "0");
    // Tests decide themselves which Meshes there are.
    all.putIfAbsent("KUMA_DEFAULTS_SKIP_MESH_CREATION", "true");
    var sources = SettingsSources.none().withEnv(all).withSet(List.of());
    if (file.isPresent()) {
      sources = sources.withFile(file.get().getFileName().toString(), text(file.get()));
    }
    return switch (SettingsLoader.load(sources)) {
      case Loaded.Valid valid -> new FollowedConfig.Start(sources, valid, file);
      case Loaded.Invalid(var violations, _) ->
          throw new IllegalArgumentException(violations.toString());
    };
  }

  @Override
  public void close() {
    server.close();
  }
}
