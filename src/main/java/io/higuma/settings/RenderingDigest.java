package io.higuma.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Digest of the settings that affect rendered containers. */
public final class RenderingDigest {
  private static final int BYTES = 6;
  private static final String INJECTOR = "runtime.kubernetes.injector.";

  /** Settings of the injector that do not affect rendering, or are recorded more exactly. */
  private static final Set<String> NOT_RENDERED =
      Set.of(
          INJECTOR + "sidecarContainers",
          INJECTOR + "containerPatches",
          INJECTOR + "caCertFile",
          INJECTOR + "ignoredServiceSelectorLabels",
          INJECTOR + "nodeLabelsToCopy");

  /** Settings of other sections that affect rendering. */
  private static final Set<String> RENDERED =
      Set.of(
          "store.kubernetes.systemNamespace",
          "dpServer.port",
          "bootstrapServer.params.adminPort",
          "bootstrapServer.params.envoyAdminUnixSocket",
          "bootstrapServer.params.readinessPort",
          "experimental.deltaXds",
          "runtime.kubernetes.controlPlaneServiceName");

  private RenderingDigest() {}

  /**
   * A digest of the values that affect rendering and differ from the defaults. A setting that is
   * added in a new version does not change the digest of users who do not set it.
   */
  public static String of(Settings settings) {
    @Nullable Object[] values = Catalogue.valuesOf(settings);
    @Nullable Object[] defaults = Catalogue.valuesOf(Catalogue.DEFAULTS);
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (SettingLeaf leaf : Catalogue.leaves()) {
        String value = text(values[leaf.index()]);
        if (isRendered(leaf.path()) && !value.equals(text(defaults[leaf.index()]))) {
          String line = leaf.path() + '=' + value.length() + ':' + value + '\n';
          sha.update(line.getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(sha.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isRendered(String path) {
    return RENDERED.contains(path) || (path.startsWith(INJECTOR) && !NOT_RENDERED.contains(path));
  }

  private static String text(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? new TreeMap<>(map).toString() : String.valueOf(value);
  }
}
