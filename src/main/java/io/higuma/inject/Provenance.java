package io.higuma.inject;

import io.higuma.patch.NamedPatch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The inputs that an injected Pod was rendered from: the annotation {@code higuma.io/injection},
 * such as {@code version=0.1.0;settings=1f2e3d4c5b6a;patches=wide@0a1b2c3d4e5f}. A different value
 * shows, without rendering, that a Pod may be outdated.
 *
 * @param version the version of Higuma; empty to write no annotation
 * @param settings digest of the settings that rendering reads, the kind of sidecar and the control
 *     plane's certificate
 * @param patches the ContainerPatches, in order, each {@code name@version}
 */
public record Provenance(String version, String settings, List<String> patches) {
  /** Unknown; no annotation is written. */
  public static final Provenance NONE = new Provenance("", "", List.of());

  private static final int DIGEST_BYTES = 6;
  private static final String VERSION = "version=";
  private static final String SETTINGS = "settings=";
  private static final String PATCHES = "patches=";

  /** Copies the list. */
  public Provenance {
    patches = List.copyOf(patches);
  }

  /**
   * The part that all Pods share.
   *
   * @param version the version of Higuma
   * @param settingsDigest digest of the settings that rendering reads
   */
  static Provenance of(
      String version, String settingsDigest, boolean nativeSidecars, String caCertificate) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      sha.update((settingsDigest + ';' + nativeSidecars + ';').getBytes(StandardCharsets.UTF_8));
      sha.update(caCertificate.getBytes(StandardCharsets.UTF_8));
      var digest = HexFormat.of().formatHex(sha.digest(), 0, DIGEST_BYTES);
      return new Provenance(version, digest, List.of());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A copy for a Pod with these patches. */
  Provenance with(List<NamedPatch> used) {
    return used.isEmpty()
        ? this
        : new Provenance(
            version,
            settings,
            used.stream().map(patch -> patch.name() + "@" + patch.version()).toList());
  }

  /** Whether the annotation is written. */
  public boolean isKnown() {
    return !version.isEmpty();
  }

  /** The value of the annotation. */
  public String text() {
    var text = VERSION + version + ";" + SETTINGS + settings;
    return patches.isEmpty() ? text : text + ";" + PATCHES + String.join(",", patches);
  }

  /** Parses the value of the annotation; empty if it is not valid. */
  public static Optional<Provenance> read(String text) {
    var version = "";
    var settings = "";
    List<String> patches = List.of();
    for (var part : text.split(";", -1)) {
      if (part.startsWith(VERSION)) {
        version = part.substring(VERSION.length());
      } else if (part.startsWith(SETTINGS)) {
        settings = part.substring(SETTINGS.length());
      } else if (part.startsWith(PATCHES)) {
        patches = List.of(part.substring(PATCHES.length()).split(",", -1));
      }
    }
    return version.isEmpty() || settings.isEmpty()
        ? Optional.empty()
        : Optional.of(new Provenance(version, settings, patches));
  }

  /** Describes the differences to a later one; empty if they are equal. */
  public List<String> differences(Provenance later) {
    var differences = new ArrayList<String>();
    if (!version.equals(later.version)) {
      differences.add("version " + version + ", now " + later.version);
    }
    if (!settings.equals(later.settings)) {
      differences.add("settings, certificate or kind of sidecar");
    }
    if (!patches.equals(later.patches)) {
      differences.add("ContainerPatches " + named(patches) + ", now " + named(later.patches));
    }
    return differences;
  }

  private static String named(List<String> patches) {
    return patches.isEmpty() ? "none" : String.join(", ", patches);
  }
}
