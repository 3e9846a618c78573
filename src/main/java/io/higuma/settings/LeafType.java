package io.higuma.settings;

/** The types of setting values. */
public enum LeafType {
  TEXT("text"),
  BOOLEAN("bool"),
  /** 32 bits. */
  INT("number"),
  /** 64 bits. */
  LONG("number"),
  /** A Go duration; a bare number in a file is nanoseconds. */
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

  /** The name for messages. */
  public String label() {
    return label;
  }
}
