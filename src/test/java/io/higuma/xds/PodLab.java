package io.higuma.xds;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.sandbox.kube.Folders;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.xds.PodNetwork.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A control plane, and Pods that are network namespaces with a sidecar and a program. */
final class PodLab implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** A name in the certificate of the control plane. */
  private static final String HOST = "kuma-control-plane.kuma-system";

  /**
   * A Pod.
   *
   * @param addresses its addresses, the primary one first
   */
  private record LabPod(List<String> addresses, Sidecar sidecar, PodProgram program) {
    void close() {
      program.close();
      sidecar.close();
    }
  }

  private final MeshCluster cluster;
  private final ControlPlane controlPlane;
  private final PodNetwork network;
  private final Path programs;
  private final Map<String, LabPod> pods = new HashMap<>();

  private PodLab(
      MeshCluster cluster, ControlPlane controlPlane, PodNetwork network, Path programs) {
    this.cluster = cluster;
    this.controlPlane = controlPlane;
    this.network = network;
    this.programs = programs;
  }

  /** A lab without Pods. */
  static PodLab start(LocalKubeApi kube, String envoy) throws IOException {
    return start(kube, envoy, Map.of());
  }

  /** The same with more settings of the control plane. */
  static PodLab start(LocalKubeApi kube, String envoy, Map<String, String> more)
      throws IOException {
    MeshCluster cluster = MeshCluster.install(kube);
    // The user of sidecars may not read the folder of the user that runs the tests.
    Path programs = Files.createTempDirectory("higuma-lab-");
    Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.copy(Path.of(envoy), programs.resolve("envoy"));
    Files.setPosixFilePermissions(
        programs.resolve("envoy"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, String> settings = new HashMap<>(more);
    settings.put("KUMA_BOOTSTRAP_SERVER_PARAMS_XDS_HOST", HOST);
    ControlPlane controlPlane = ControlPlane.start(kube, settings);
    return new PodLab(cluster, controlPlane.awaitReady(), PodNetwork.create(), programs);
  }

  MeshCluster cluster() {
    return cluster;
  }

  ControlPlane controlPlane() {
    return controlPlane;
  }

  PodNetwork network() {
    return network;
  }

  Sidecar sidecar(String pod) {
    return pod(pod).sidecar();
  }

  private LabPod pod(String name) {
    return Objects.requireNonNull(pods.get(name), name);
  }

  /** Starts a Pod with a {@link PodApplication}, which has an IPv4 address. */
  void server(String name, String app, int number) {
    server(name, app, number, Family.IPV4);
  }

  /** The same with addresses of these families. */
  void server(String name, String app, int number, Family... families) {
    network.add(name, number, List.of(families));
    PodProgram program =
        PodProgram.start(
            network,
            name,
            PodApplication.class,
            name,
            Integer.toString(MeshCluster.HTTP_PORT),
            Integer.toString(MeshCluster.TCP_PORT));
    start(name, app, "server", addresses(number, families), "", program);
  }

  /** Starts a Pod with a {@link PodClient}, with direct access to these services. */
  PodProgram client(String name, int number, String directAccess) {
    return client(name, number, directAccess, Family.IPV4);
  }

  /** The same with addresses of these families. */
  PodProgram client(String name, int number, String directAccess, Family... families) {
    network.add(name, number, List.of(families));
    PodProgram program = PodProgram.start(network, name, PodClient.class);
    start(name, "client", "client", addresses(number, families), directAccess, program);
    return program;
  }

  private List<String> addresses(int number, Family... families) {
    return Stream.of(families).map(family -> network.address(number, family)).toList();
  }

  private void start(
      String name,
      String app,
      String account,
      List<String> addresses,
      String direct,
      PodProgram program) {
    network.name(name, HOST, addresses.getFirst().contains(":") ? Family.IPV6 : Family.IPV4);
    cluster.pod(name, app, account, addresses, direct);
    var launch =
        new Sidecar.Launch(
            programs.resolve("envoy").toString(),
            network.enterAsSidecar(name),
            PodNetwork.SIDECAR_USER,
            List.of());
    Sidecar sidecar =
        Sidecar.start(controlPlane, name + ".demo", cluster.token(name, account), launch);
    pods.put(name, new LabPod(addresses, sidecar, program));
    sidecar.awaitLive();
  }

  /** Stops the processes of a Pod and deletes it. */
  void remove(String name) {
    pod(name).close();
    pods.remove(name);
    cluster.kill(name);
  }

  void ready(String name, boolean ready) {
    cluster.ready(name, pod(name).addresses(), ready);
  }

  /** Waits until a sidecar has these Pods as endpoints of a service, and no others. */
  void awaitEndpoints(String name, String service, String... servers) {
    String port = service.substring(service.lastIndexOf('_') + 1).equals("80") ? "8080" : "5432";
    var addresses =
        Arrays.stream(servers)
            .map(server -> socket(pod(server).addresses().getFirst(), port))
            .collect(Collectors.toSet());
    Awaitility.await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> assertThat(sidecar(name).admin().endpoints(service)).isEqualTo(addresses));
  }

  private static String socket(String address, String port) {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  /** The first address of a name, as soon as a sidecar resolves it. */
  String awaitName(String pod, String name) {
    return Awaitility.await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> sidecar(pod).names().getOrDefault(name, List.of()), list -> !list.isEmpty())
        .getFirst();
  }

  @Override
  public void close() {
    try {
      pods.values().forEach(LabPod::close);
    } finally {
      try {
        network.close();
      } finally {
        controlPlane.close();
        Folders.delete(programs);
      }
    }
  }
}
