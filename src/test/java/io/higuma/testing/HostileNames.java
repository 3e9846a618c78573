package io.higuma.testing;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Generates texts used as names: ones that would change a URL, almost valid ones, and names. */
public final class HostileNames {
  private HostileNames() {}

  /** Any text, more often with characters that are special in a URL. */
  public static Arbitrary<String> any() {
    var nasty =
        Arbitraries.of(
            "",
            " ",
            "a b",
            ".",
            "..",
            "../../secrets/x",
            "..%2f..%2fsecrets%2fx",
            "%2e%2e",
            "%",
            "a%2fb",
            "default?x",
            "default?watch=1",
            "default#x",
            "default/status",
            "default;v=1",
            "//evil.example/x",
            "http://evil.example/x",
            "a\\b",
            "a\nb",
            "a\r\nHost: b",
            "a\u0000b",
            "a\u007fb",
            "ä",
            "日本",
            "\ud83d\ude00",
            "\ud800",
            "a\u200bb",
            "ａ",
            "A",
            "a_b",
            "-a",
            "a-",
            "a..b",
            ".a",
            "a.",
            "*",
            "{}",
            "a@b",
            "a:b",
            "x".repeat(64),
            "x".repeat(254),
            ("x".repeat(63) + ".").repeat(4),
            "x".repeat(65_536));
    var near = Arbitraries.strings().withChars("ab01-._/%?#:;&=+ \\\u0000é").ofMaxLength(12);
    var names = Arbitraries.of("default", "shop", "a.b-c.d", "0", "x".repeat(63));
    return Arbitraries.oneOf(nasty, nasty, near, names, Arbitraries.strings().ofMaxLength(20));
  }
}
