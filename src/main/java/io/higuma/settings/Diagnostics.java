package io.higuma.settings;

import java.util.List;

/** {@code diagnostics}: the server for health and metrics. */
public record Diagnostics(
    @Setting(
            env = "KUMA_DIAGNOSTICS_SERVER_PORT",
            value = "5680",
            min = 0,
            max = 65535,
            doc = "The port of /ready, /healthy and /metrics.")
        int serverPort,
    @Setting(
            env = "KUMA_DIAGNOSTICS_DEBUG_ENDPOINTS",
            value = "false",
            noEffect = "Higuma offers no profiling over HTTP.",
            doc = "Offer profiling.")
        boolean debugEndpoints,
    @Setting(
            env = "KUMA_DIAGNOSTICS_TLS_ENABLED",
            value = "false",
            doc =
                "Serve health and metrics over TLS, with the certificate below, else with that of"
                    + " general.tlsCertFile, else with the one of the webhook.")
        boolean tlsEnabled,
    @Setting(
            env = "KUMA_DIAGNOSTICS_TLS_CERT_FILE",
            doc = "The certificate. Empty: general.tlsCertFile.")
        String tlsCertFile,
    @Setting(env = "KUMA_DIAGNOSTICS_TLS_KEY_FILE", doc = "The key. Empty: general.tlsKeyFile.")
        String tlsKeyFile,
    @Setting(
            env = "KUMA_DIAGNOSTICS_TLS_MIN_VERSION",
            value = "TLSv1_2",
            oneOf = {"", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"},
            doc = "The oldest TLS version; general.tlsMinVersion where that is newer.")
        String tlsMinVersion,
    @Setting(
            env = "KUMA_DIAGNOSTICS_TLS_MAX_VERSION",
            oneOf = {"", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"},
            doc = "The newest TLS version; general.tlsMaxVersion where that is older.")
        String tlsMaxVersion,
    @Setting(
            env = "KUMA_DIAGNOSTICS_TLS_CIPHER_SUITES",
            check = Check.CIPHER_SUITES,
            doc = "The cipher suites of TLS 1.2. Empty: general.tlsCipherSuites.")
        List<String> tlsCipherSuites) {}
