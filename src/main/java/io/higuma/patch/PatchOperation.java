package io.higuma.patch;

import java.util.Optional;

/**
 * One operation of a {@code ContainerPatch}, not yet parsed.
 *
 * @param op {@code add}, {@code remove}, {@code replace}, {@code move} or {@code copy}
 * @param path a JSON pointer that starts at the container
 * @param from the source of {@code move} and {@code copy}
 * @param value a <em>string that holds JSON</em>, for {@code add} and {@code replace}
 */
public record PatchOperation(
    String op, String path, Optional<String> from, Optional<String> value) {}
