package io.higuma.patch;

import java.util.Optional;

/**
 * One operation of a {@code ContainerPatch}, as its author wrote it.
 *
 * @param op {@code add}, {@code remove}, {@code replace}, {@code move} or {@code copy}
 * @param path a JSON pointer that starts at the container
 * @param from where {@code move} and {@code copy} take the value from
 * @param value a <em>string that holds JSON</em>, for {@code add} and {@code replace}
 */
public record PatchOperation(
    String op, String path, Optional<String> from, Optional<String> value) {}
