package io.higuma.dataplane;

/**
 * One instance of equal strings in cached objects, for as long as one of these refers to it. {@link
 * String#intern} has this effect on a JVM only: the native executable never frees an interned
 * string, and labels contain names and UIDs.
 */
public final class SharedStrings {
  private static final InternPool<String> POOL = new InternPool<>();

  private SharedStrings() {}

  /** The shared instance of this string. */
  public static String of(String value) {
    return value.isEmpty() ? "" : POOL.intern(value);
  }
}
