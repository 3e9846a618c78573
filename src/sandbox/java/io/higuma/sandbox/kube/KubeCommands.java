package io.higuma.sandbox.kube;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The command lines and files of a {@link LocalKube}.
 *
 * @param ports of etcd for clients, of etcd for peers, of the API server
 */
record KubeCommands(
    KubeBinaries binaries, Path folder, String host, List<Integer> ports, ServiceAccountKeys keys) {

  /** The requests of the audited account. */
  static final String AUDIT_LOG = "audit.log";

  private static final String AUDIT_POLICY = "audit.yaml";

  List<String> etcd() {
    String clients = "http://" + host + ":" + ports.get(0);
    return List.of(
        binaries.command("etcd").toString(),
        "--data-dir=etcd-data",
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients,
        "--listen-peer-urls=http://" + host + ":" + ports.get(1),
        "--unsafe-no-fsync",
        "--log-level=error");
  }

  List<String> apiServer() {
    return List.of(
        binaries.command("kube-apiserver").toString(),
        "--etcd-servers=http://" + host + ":" + ports.get(0),
        "--bind-address=" + host,
        "--secure-port=" + ports.get(2),
        "--cert-dir=certs",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + keys.publicKey(),
        "--service-account-signing-key-file=" + keys.privateKey(),
        "--token-auth-file=" + tokens(),
        "--authorization-mode=RBAC",
        "--disable-admission-plugins=ServiceAccount",
        // Some clusters enable it, and it requires an extra permission.
        "--enable-admission-plugins=OwnerReferencesPermissionEnforcement",
        "--audit-policy-file=" + AUDIT_POLICY,
        "--audit-log-path=" + AUDIT_LOG,
        "--service-cluster-ip-range=10.96.0.0/16,fd00:96::/112",
        // The tests measure Higuma under load, not the API server's flow control.
        "--enable-priority-and-fairness=false",
        "--max-requests-inflight=0",
        "--max-mutating-requests-inflight=0",
        "--allow-privileged",
        // Tests stop the API server, and open watches must not keep it for a minute.
        "--shutdown-delay-duration=0s");
  }

  static final List<String> CONTROLLERS =
      List.of(
          "deployment",
          "replicaset",
          "statefulset",
          "daemonset",
          "job",
          "cronjob",
          "endpointslice",
          "garbagecollector",
          "namespace",
          "serviceaccount");

  List<String> controllers(Path kubeconfig, List<String> names) {
    return List.of(
        binaries.command("kube-controller-manager").toString(),
        "--kubeconfig=" + kubeconfig,
        "--service-account-private-key-file=" + keys.privateKey(),
        "--leader-elect=false",
        "--secure-port=0",
        "--controllers=" + String.join(",", names),
        "--kube-api-qps=500",
        "--kube-api-burst=1000");
  }

  /**
   * Writes the token file and the audit policy.
   *
   * @param audited the user whose requests are logged
   */
  void writeAccounts(List<KubeAccount> accounts, String audited) throws IOException {
    Files.writeString(
        folder.resolve(AUDIT_POLICY),
        """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
          - level: Metadata
            users: ["%s"]
          - level: None
        """
            .formatted(audited));
    Files.writeString(
        tokens(),
        accounts.stream()
            .map(KubeAccount::tokenFileLine)
            .collect(Collectors.joining("\n", "", "\n")));
  }

  void writeKubeconfig(Path file, KubeAccount account) throws IOException {
    new Kubeconfig(server(), Optional.of(authority()), account.token()).write(file);
  }

  /** URL of the API server. */
  URI server() {
    return URI.create("https://" + host + ":" + ports.getLast());
  }

  /** The API server's CA certificate; exists after its start. */
  Path authority() {
    return folder.resolve("certs").resolve("apiserver.crt").toAbsolutePath();
  }

  private Path tokens() {
    return folder.resolve("tokens.csv");
  }
}
