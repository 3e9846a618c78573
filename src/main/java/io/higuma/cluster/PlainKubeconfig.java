package io.higuma.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a kubeconfig that says nothing out of the ordinary. fabric8 reads them all, but binds the
 * file to its model, which takes a third of a cold start.
 *
 * @param file where it is; paths in it are relative to its folder
 * @param cluster the cluster of the current context
 * @param user the user of the current context
 */
record PlainKubeconfig(Path file, JsonNode cluster, JsonNode user) {
  private static final String SERVER = "server";
  private static final String CA_FILE = "certificate-authority";
  private static final String CA_DATA = "certificate-authority-data";
  private static final String UNCHECKED = "insecure-skip-tls-verify";
  private static final String CERT_FILE = "client-certificate";
  private static final String CERT_DATA = "client-certificate-data";
  private static final String KEY_FILE = "client-key";
  private static final String KEY_DATA = "client-key-data";
  private static final String TOKEN = "token";
  private static final Set<String> OF_CLUSTER = Set.of(SERVER, CA_FILE, CA_DATA, UNCHECKED);
  private static final Set<String> OF_USER =
      Set.of(CERT_FILE, CERT_DATA, KEY_FILE, KEY_DATA, TOKEN);

  /** What a client needs where the process has one kubeconfig, and that is plain. */
  static Optional<Config> ofProcess() {
    boolean wanted =
        Utils.getSystemPropertyOrEnvVar(Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY, true);
    List<String> files = List.copyOf(Config.getKubeconfigFilenames());
    if (!wanted || files.size() != 1) {
      return Optional.empty();
    }
    Optional<Config> read = read(Path.of(files.getFirst()));
    read.ifPresent(PlainKubeconfig::completeFromProcess);
    return read;
  }

  private static void completeFromProcess(Config config) {
    // Proxies and the like, which come from the environment.
    Config.configFromSysPropsOrEnvVars(config);
    // When a token is refused, fabric8 looks for a newer one where it would have found this one.
    config.setAutoConfigure(true);
  }

  /**
   * What a client needs of this file, as fabric8 would read it; empty where there is more in it, or
   * less, than an address, trust, certificates and a token.
   */
  static Optional<Config> read(Path file) {
    try {
      JsonNode tree = new YAMLMapper().readTree(Files.readString(file));
      if (tree == null) {
        return Optional.empty();
      }
      JsonNode context =
          named(tree.path("contexts"), tree.path("current-context").asText("")).path("context");
      var plain =
          new PlainKubeconfig(
              file,
              named(tree.path("clusters"), context.path("cluster").asText("")).path("cluster"),
              named(tree.path("users"), context.path("user").asText("")).path("user"));
      return plain.isWhole() ? Optional.of(plain.config()) : Optional.empty();
    } catch (IOException notThisWay) {
      return Optional.empty();
    }
  }

  private static JsonNode named(JsonNode list, String name) {
    for (JsonNode entry : list) {
      if (entry.path("name").asText("").equals(name)) {
        return entry;
      }
    }
    return MissingNode.getInstance();
  }

  private boolean isWhole() {
    return cluster.hasNonNull(SERVER)
        && user.isObject()
        && isPlain(cluster, OF_CLUSTER)
        && isPlain(user, OF_USER);
  }

  private static boolean isPlain(JsonNode object, Set<String> known) {
    return object.properties().stream()
        .allMatch(
            entry -> known.contains(entry.getKey()) && isPlain(entry.getKey(), entry.getValue()));
  }

  private static boolean isPlain(String key, JsonNode value) {
    return key.equals(UNCHECKED) ? value.isBoolean() : value.isTextual();
  }

  private Config config() {
    Config config = Config.empty();
    config.setMasterUrl(cluster.get(SERVER).textValue());
    text(cluster, CA_DATA).ifPresent(config::setCaCertData);
    file(cluster, CA_FILE).ifPresent(config::setCaCertFile);
    config.setTrustCerts(cluster.path(UNCHECKED).asBoolean());
    config.setDisableHostnameVerification(cluster.path(UNCHECKED).asBoolean());
    text(user, CERT_DATA).ifPresent(config::setClientCertData);
    file(user, CERT_FILE).ifPresent(config::setClientCertFile);
    text(user, KEY_DATA).ifPresent(config::setClientKeyData);
    file(user, KEY_FILE).ifPresent(config::setClientKeyFile);
    text(user, TOKEN).ifPresent(config::setAutoOAuthToken);
    config.setClientKeyAlgo(
        Config.getKeyAlgorithm(config.getClientKeyFile(), config.getClientKeyData()));
    return config;
  }

  private static Optional<String> text(JsonNode object, String key) {
    return Optional.ofNullable(object.path(key).textValue());
  }

  private Optional<String> file(JsonNode object, String key) {
    return text(object, key).map(name -> file.resolveSibling(name).toAbsolutePath().toString());
  }
}
