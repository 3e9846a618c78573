package io.higuma.cli.documents;

/**
 * A text that documents are read from.
 *
 * @param name how people call it: a file's path, or {@code <stdin>}
 * @param text its content
 */
public record Source(String name, String text) {}
