package io.higuma.settings;

/** The kinds of values that settings have. */
public enum LeafType {
  TEXT("text"),
  BOOLEAN("bool"),
  /** 32 bits. */
  INT("number"),
  /** 64 bits. */
  LONG("number"),
  /** As Go writes it; a bare number in a file is nanoseconds. */
  DURATION("duration"),
  QUANTITY("quantity"),
  TEXTS("list of texts"),
  NUMBERS("list of numbers"),
  /** Texts by name. */
  MAP("map of texts");

  private final String label;

  LeafType(String label) {
    this.label = label;
  }

  /** What people call it. */
  public String label() {
    return label;
  }
}
