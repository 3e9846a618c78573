package io.higuma.cli.documents;

/**
 * An input text with documents.
 *
 * @param name for messages: a file's path, or {@code <stdin>}
 * @param text its content
 */
public record Source(String name, String text) {}
