package io.higuma.settings;

import java.util.List;

/** {@code general}: defaults of all servers. */
public record General(
    @Setting(
            env = "KUMA_GENERAL_TLS_CERT_FILE",
            doc = "The certificate of every server without its own. Set both or neither.")
        String tlsCertFile,
    @Setting(
            env = "KUMA_GENERAL_TLS_KEY_FILE",
            doc = "The key of every server without its own. Set both or neither.")
        String tlsKeyFile,
    @Setting(
            env = "KUMA_GENERAL_TLS_MIN_VERSION",
            value = "TLSv1_2",
            oneOf = {"", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"},
            doc = "The oldest TLS version of every server, which is never below TLSv1_2.")
        String tlsMinVersion,
    @Setting(
            env = "KUMA_GENERAL_TLS_MAX_VERSION",
            oneOf = {"", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"},
            doc = "The newest TLS version of every server, not below TLSv1_2. Empty: the newest.")
        String tlsMaxVersion,
    @Setting(
            env = "KUMA_GENERAL_TLS_CIPHER_SUITES",
            check = Check.CIPHER_SUITES,
            doc =
                "The cipher suites of TLS 1.2 of every server without its own; only those with"
                    + " authenticated encryption count. Empty: all of these.")
        List<String> tlsCipherSuites,
    @Setting(
            env = "KUMA_GENERAL_WORK_DIR",
            noEffect = "generated certificates are kept in the Secret higuma-ca.",
            doc = "Where generated certificates are kept. Empty: .kuma in the home directory.")
        String workDir) {}
