package io.higuma.settings;

/**
 * The source of a value.
 *
 * @param layer the kind of source
 * @param name the file, the environment variable or the key; empty for defaults
 */
public record Origin(Layer layer, String name) {
  /** The value is not set. */
  public static final Origin DEFAULT = new Origin(Layer.DEFAULT, "");

  /** The kinds of sources; later ones override earlier ones. */
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

    /** The name for messages. */
    public String label() {
      return label;
    }
  }

  @Override
  public String toString() {
    return name.isEmpty() ? layer.label() : layer.label() + " " + name;
  }
}
