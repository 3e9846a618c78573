package io.higuma.kuma;

/** The annotations about redirection by eBPF. */
public final class EbpfAnnotations {
  private static final String SETTINGS = "runtime.kubernetes.injector.ebpf.";

  /** Redirection by eBPF. */
  public static final AnnotationKey<Boolean> ENABLED =
      new AnnotationKey<>(
              "kuma.io/transparent-proxying-ebpf",
              AnnotationParsers::enabled,
              "Redirection by eBPF.")
          .defaultSetting(SETTINGS + "enabled");

  /** Where the BPF file system is. */
  public static final AnnotationKey<String> BPFFS_PATH =
      new AnnotationKey<>(
              "kuma.io/transparent-proxying-ebpf-bpf-fs-path",
              AnnotationParsers::path,
              "Where the BPF file system is mounted on the node.")
          .defaultSetting(SETTINGS + "bpffsPath")
          .orEmpty();

  /** Where the cgroup file system is. */
  public static final AnnotationKey<String> CGROUP_PATH =
      new AnnotationKey<>(
              "kuma.io/transparent-proxying-ebpf-cgroup-path",
              AnnotationParsers::path,
              "Where the cgroup file system is mounted on the node.")
          .defaultSetting(SETTINGS + "cgroupPath")
          .orEmpty();

  /** Network interface of the eBPF programs. */
  public static final AnnotationKey<String> TC_ATTACH_IFACE =
      new AnnotationKey<>(
              "kuma.io/transparent-proxying-ebpf-tc-attach-iface",
              AnnotationParsers::word,
              "Network interface to which the eBPF programs are attached.")
          .defaultSetting(SETTINGS + "tcAttachIface")
          .orEmpty();

  /** Variable with the Pod's address. */
  public static final AnnotationKey<String> INSTANCE_IP_ENV_VAR =
      new AnnotationKey<>(
              "kuma.io/transparent-proxying-ebpf-instance-ip-env-var-name",
              AnnotationParsers::word,
              "Environment variable that holds the Pod's address.")
          .defaultSetting(SETTINGS + "instanceIPEnvVarName")
          .orEmpty();

  /** Where the eBPF programs are. */
  public static final AnnotationKey<String> PROGRAMS_SOURCE_PATH =
      new AnnotationKey<>(
              "kuma.io/transparent-proxying-ebpf-programs-source-path",
              AnnotationParsers::path,
              "Where the eBPF programs are in the init container's image.")
          .defaultSetting(SETTINGS + "programsSourcePath")
          .orEmpty();

  private EbpfAnnotations() {}
}
