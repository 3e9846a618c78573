package io.higuma.settings;

/**
 * Where a value comes from.
 *
 * @param layer the kind of source
 * @param name the file, the environment variable or the key; empty for defaults
 */
public record Origin(Layer layer, String name) {
  /** What nobody has set. */
  public static final Origin DEFAULT = new Origin(Layer.DEFAULT, "");

  /** The kinds of sources; a later one wins over an earlier one. */
  public enum Layer {
    DEFAULT("default"),
    FILE("file"),
    ENV("environment variable"),
    SET("--set"),
    OVERRIDE("override");

    private final String label;

    Layer(String label) {
      this.label = label;
    }

    /** What people call it. */
    public String label() {
      return label;
    }
  }

  @Override
  public String toString() {
    return name.isEmpty() ? layer.label() : layer.label() + " " + name;
  }
}
