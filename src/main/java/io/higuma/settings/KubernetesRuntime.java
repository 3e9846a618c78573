package io.higuma.settings;

import java.time.Duration;
import java.util.List;

/** {@code runtime.kubernetes}. */
public record KubernetesRuntime(
    AdmissionServer admissionServer,
    Injector injector,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_MARSHALING_CACHE_EXPIRATION_TIME",
            value = "5m",
            check = Check.NOT_NEGATIVE,
            noEffect = "Higuma keeps no cache of converted objects.",
            doc = "How long converted objects are cached. 0s: not at all.")
        Duration marshalingCacheExpirationTime,
    NodeTaintController nodeTaintController,
    ControllersConcurrency controllersConcurrency,
    ClientConfig clientConfig,
    LeaderElection leaderElection,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_ALLOWED_USERS",
            noEffect = "Higuma does not restrict writers of Kuma's resources.",
            doc =
                "Users that may write Kuma's resources as the control plane does, such as its own"
                    + " service account. The garbage collector always may.")
        List<String> allowedUsers,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_CONTROL_PLANE_SERVICE_NAME",
            value = "kuma-control-plane",
            check = Check.DNS_LABEL,
            doc = "The Service in the URL of the control plane that sidecars get.")
        String controlPlaneServiceName,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_SKIP_MESH_OWNER_REFERENCE",
            value = "false",
            noEffect = "Higuma makes no Mesh the owner of resources.",
            doc = "Do not make the Mesh the owner of its resources.")
        boolean skipMeshOwnerReference,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_SUPPORT_GATEWAY_SECRETS_IN_ALL_NAMESPACES",
            value = "false",
            noEffect = "Higuma reads no Secrets of gateways.",
            doc = "Read Secrets outside the system namespace too.")
        boolean supportGatewaySecretsInAllNamespaces,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_WORKLOAD_LABELS",
            check = Check.LABEL_KEYS,
            doc =
                "Labels of a Pod that may name its workload; the first that is there counts, else"
                    + " the service account's name.")
        List<String> workloadLabels,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_DISALLOW_MULTIPLE_MESHES_PER_NAMESPACE",
            value = "false",
            doc = "Refuse a Pod of a second mesh in a namespace.")
        boolean disallowMultipleMeshesPerNamespace) {

  /** {@code runtime.kubernetes.admissionServer}: the server of the webhooks. */
  public record AdmissionServer(
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_ADDRESS",
              doc = "The address to listen on. Empty: all.")
          String address,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_PORT",
              value = "5443",
              min = 0,
              max = 65535,
              doc = "The port to listen on. 0: any free one.")
          int port,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_CERT_DIR",
              doc =
                  "The directory with tls.crt, tls.key and ca.crt, read again when they change."
                      + " Empty: general.tlsCertFile, else a CA that Higuma creates in the Secret"
                      + " higuma-ca. Kuma requires a directory.")
          String certDir,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_CLIENT_CA_FILE",
              doc =
                  "The certificate authority of the API server's client certificate. Callers must"
                      + " present one. Empty: no client certificate is required. Kuma has no such"
                      + " setting.")
          String clientCaFile) {}

  /** {@code runtime.kubernetes.nodeTaintController}. */
  public record NodeTaintController(
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_NODE_TAINT_CONTROLLER_ENABLED",
              value = "false",
              noEffect = "Higuma does not taint Nodes.",
              doc = "Taint Nodes whose CNI Pod is not ready.")
          boolean enabled,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_NODE_TAINT_CONTROLLER_CNI_APP",
              noEffect = "Higuma does not taint Nodes.",
              doc = "The label app of the CNI Pods. Needed when enabled.")
          String cniApp,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_NODE_TAINT_CONTROLLER_CNI_NAMESPACE",
              value = "kube-system",
              check = Check.DNS_LABEL,
              noEffect = "Higuma does not taint Nodes.",
              doc = "The namespace of the CNI Pods.")
          String cniNamespace) {}

  /** {@code runtime.kubernetes.controllersConcurrency}. */
  public record ControllersConcurrency(
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_CONTROLLERS_CONCURRENCY_POD_CONTROLLER",
              value = "10",
              min = 0,
              doc = "How many Pods are reconciled at once. 0: one.")
          int podController) {}

  /** {@code runtime.kubernetes.clientConfig}. */
  public record ClientConfig(
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_CLIENT_CONFIG_QPS",
              value = "0",
              min = 0,
              doc =
                  "Requests a second to the Kubernetes API. 0: no limit on this side, the API"
                      + " server's priority and fairness is the limit. Kuma's default is 100.")
          int qps,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_CLIENT_CONFIG_BURST_QPS",
              value = "0",
              min = 0,
              doc =
                  "Requests at once before qps counts. 0: no limit on this side. Kuma's default is"
                      + " 100.")
          int burstQps) {}

  /** {@code runtime.kubernetes.leaderElection}: the lease {@code cp-leader-lease}. */
  public record LeaderElection(
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_LEADER_ELECTION_LEASE_DURATION",
              value = "15s",
              check = Check.POSITIVE,
              doc = "How long other replicas wait before they take over the lease.")
          Duration leaseDuration,
      @Setting(
              env = "KUMA_RUNTIME_KUBERNETES_LEADER_ELECTION_RENEW_DEADLINE",
              value = "10s",
              check = Check.POSITIVE,
              doc = "How long the leader tries to renew before it steps down.")
          Duration renewDeadline) {}
}
