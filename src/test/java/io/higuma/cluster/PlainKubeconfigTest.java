package io.higuma.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainKubeconfigTest {
  private static final String CONTEXTS =
      """
      apiVersion: v1
      kind: Config
      current-context: here
      preferences: {}
      contexts:
      - name: there
        context: {cluster: there, user: nobody}
      - name: here
        context: {cluster: local, user: admin, namespace: shop}
      """;

  private static final String CLUSTERS =
      """
      clusters:
      - name: there
        cluster: {server: "https://there:6443", insecure-skip-tls-verify: true}
      - name: local
        cluster:
          server: https://127.0.0.1:6443
      """;

  private static final String USERS =
      """
      users:
      - name: admin
        user:
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token: secret",
        "token: secret, client-certificate: /etc/client.pem, client-key: keys/client.key",
        "client-certificate-data: Y2VydA==, client-key-data: a2V5",
      })
  void readsWhatFabric8WouldRead(String user) throws IOException {
    var file =
        kubeconfig(
            CONTEXTS
                + CLUSTERS
                + "    certificate-authority: ca.crt\n"
                + "    certificate-authority-data: Y2E=\n"
                + USERS
                + "    {"
                + user
                + "}\n");

    assertThat(PlainKubeconfig.read(file))
        .hasValueSatisfying(read -> assertSame(read, Config.fromKubeconfig(file.toFile())));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsWhetherTheServerIsTrustedUnchecked(boolean unchecked) throws IOException {
    var text = CONTEXTS + CLUSTERS + "    insecure-skip-tls-verify: " + unchecked + "\n" + USERS;
    var file = kubeconfig(text + "    {token: secret}\n");

    assertThat(PlainKubeconfig.read(file))
        .hasValueSatisfying(read -> assertSame(read, Config.fromKubeconfig(file.toFile())));
  }

  @Test
  void readsJson() throws IOException {
    var file =
        kubeconfig(
            """
            {"current-context": "c", "contexts": [{"name": "c", "context": {"cluster": "x", "user": "u"}}],
             "clusters": [{"name": "x", "cluster": {"server": "http://127.0.0.1:8080/"}}],
             "users": [{"name": "u", "user": {"token": "t"}}]}
            """);

    assertThat(PlainKubeconfig.read(file))
        .hasValueSatisfying(read -> assertSame(read, Config.fromKubeconfig(file.toFile())));
  }

  @Test
  void letsTheEnvironmentWinOnlyOverTheKubeconfigOfTheProcess() throws IOException {
    var file = kubeconfig(CONTEXTS + CLUSTERS + USERS + "    {token: of-file}\n");
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, file.toString());
    System.setProperty(Config.KUBERNETES_OAUTH_TOKEN_SYSTEM_PROPERTY, "of-environment");
    try {
      assertThat(PlainKubeconfig.ofProcess())
          .hasValueSatisfying(
              read -> {
                assertSame(read, Config.autoConfigure(null));
                assertThat(read.getAutoOAuthToken()).isEqualTo("of-environment");
              });
      assertThat(PlainKubeconfig.read(file))
          .hasValueSatisfying(
              read -> {
                assertSame(read, Config.fromKubeconfig(file.toFile()));
                assertThat(read.getAutoOAuthToken()).isEqualTo("of-file");
              });
    } finally {
      System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
      System.clearProperty(Config.KUBERNETES_OAUTH_TOKEN_SYSTEM_PROPERTY);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec: {command: aws, apiVersion: client.authentication.k8s.io/v1}",
        "auth-provider: {name: oidc}",
        "username: admin, password: secret",
        "token: 12345",
        "tokenFile: /var/run/token",
      })
  void leavesOtherUsersToFabric8(String user) throws IOException {
    assertThat(
            PlainKubeconfig.read(kubeconfig(CONTEXTS + CLUSTERS + USERS + "    {" + user + "}\n")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insecure-skip-tls-verify: 'true'",
        "proxy-url: http://proxy:3128",
        "tls-server-name: api.example.com",
      })
  void leavesOtherClustersToFabric8(String cluster) throws IOException {
    var text = CONTEXTS + CLUSTERS + "    " + cluster + "\n" + USERS + "    {token: secret}\n";

    assertThat(PlainKubeconfig.read(kubeconfig(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "current-context: here", "just text", "a: [", "[1, 2]"})
  void leavesWhatIsIncompleteToFabric8(String text) throws IOException {
    assertThat(PlainKubeconfig.read(kubeconfig(text))).isEmpty();
  }

  @Test
  void leavesWhatIsNotThereToFabric8() {
    assertThat(PlainKubeconfig.read(folder.resolve("missing"))).isEmpty();
  }

  private Path kubeconfig(String text) throws IOException {
    return Files.writeString(folder.resolve("config"), text);
  }

  /** In all that a connection is made of. */
  private static void assertSame(Config read, Config expected) {
    assertThat(read)
        .usingRecursiveComparison()
        .comparingOnlyFields(
            "masterUrl",
            "caCertFile",
            "caCertData",
            "clientCertFile",
            "clientCertData",
            "clientKeyFile",
            "clientKeyData",
            "clientKeyAlgo",
            "oauthToken",
            "autoOAuthToken",
            "username",
            "password",
            "trustCerts",
            "disableHostnameVerification",
            "httpProxy",
            "httpsProxy",
            "noProxy",
            "tlsVersions",
            "requestConfig")
        .isEqualTo(expected);
  }
}
