package io.higuma.cli.documents;

/** Converts code point offsets, which the parser reports, to character offsets. */
final class CodePoints {
  private final String text;
  private final boolean plain;
  private int points;
  private int characters;

  private CodePoints(String text, boolean plain) {
    this.text = text;
    this.plain = plain;
  }

  static CodePoints of(String text) {
    return new CodePoints(text, text.codePoints().noneMatch(Character::isSupplementaryCodePoint));
  }

  /** The character offset of a code point. Fast for ascending offsets. */
  int at(int point) {
    if (plain) {
      return point;
    }
    characters = text.offsetByCodePoints(characters, point - points);
    points = point;
    return characters;
  }
}
