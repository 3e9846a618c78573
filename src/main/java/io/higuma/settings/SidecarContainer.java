package io.higuma.settings;

import java.time.Duration;
import java.util.Map;

/** {@code runtime.kubernetes.injector.sidecarContainer}: the sidecar. */
public record SidecarContainer(
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_IMAGE",
            value = "kuma/kuma-dp:latest",
            check = Check.NOT_EMPTY,
            doc = "The image of the sidecar.")
        String image,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_UID",
            value = "5678",
            min = 0,
            max = 2147483647,
            doc = "The user that the sidecar runs as; its traffic is not redirected.")
        long uid,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_GUI",
            value = "5678",
            min = 0,
            max = 2147483647,
            doc = "The group that the sidecar runs as. The variable's name is Kuma's.")
        long gid,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_ADMIN_PORT",
            value = "0",
            min = 0,
            max = 65535,
            noEffect = "bootstrapServer.params.adminPort is read instead.",
            doc = "Without effect; bootstrapServer.params.adminPort counts. Deprecated.")
        int adminPort,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_DRAIN_TIME",
            value = "30s",
            check = Check.POSITIVE,
            doc = "How long a stopping sidecar waits for connections to end.")
        Duration drainTime,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_REDIRECT_PORT_INBOUND",
            value = "15006",
            min = 0,
            max = 65535,
            doc = "The port that inbound traffic is redirected to.")
        int redirectPortInbound,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_REDIRECT_PORT_OUTBOUND",
            value = "15001",
            min = 0,
            max = 65535,
            doc = "The port that outbound traffic is redirected to.")
        int redirectPortOutbound,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_IP_FAMILY_MODE",
            value = "dualstack",
            oneOf = {"", "ipv4", "dualstack"},
            doc = "IP families to redirect: IPv4 only or both. Empty: both.")
        String ipFamilyMode,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_WAIT_FOR_DATAPLANE_READY",
            value = "false",
            doc =
                "The other containers start once the sidecar is ready. Native sidecars have that"
                    + " from Kubernetes.")
        boolean waitForDataplaneReady,
    @Setting(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_ENV_VARS",
            check = Check.ENV_NAMES,
            doc = "Environment variables of the sidecar; they override the default ones.")
        Map<String, String> envVars,
    @Section(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_READINESS_PROBE",
            values = {
              "initialDelaySeconds=1",
              "timeoutSeconds=3",
              "periodSeconds=5",
              "successThreshold=1",
              "failureThreshold=12"
            })
        Probe.Readiness readinessProbe,
    @Section(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_LIVENESS_PROBE",
            values = {
              "initialDelaySeconds=60",
              "timeoutSeconds=3",
              "periodSeconds=5",
              "failureThreshold=12"
            })
        Probe.Liveness livenessProbe,
    @Section(
            env = "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_STARTUP_PROBE",
            values = {
              "initialDelaySeconds=1",
              "timeoutSeconds=3",
              "periodSeconds=5",
              "failureThreshold=12"
            })
        Probe.Startup startupProbe,
    @Section(
            env = "KUMA_INJECTOR_SIDECAR_CONTAINER_RESOURCES",
            values = {
              "requests.cpu=50m",
              "requests.memory=64Mi",
              "limits.cpu=0",
              "limits.memory=512Mi"
            })
        Resources resources) {}
