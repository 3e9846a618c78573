package io.higuma.cli.documents;

/** Places in a text, from counts of code points, which is how the parser counts. */
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

  /** How many characters are before this code point. Fast for places that come in order. */
  int at(int point) {
    if (plain) {
      return point;
    }
    characters = text.offsetByCodePoints(characters, point - points);
    points = point;
    return characters;
  }
}
