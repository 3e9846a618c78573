package io.higuma.dataplane;

/**
 * The fields of a Mesh that a conversion reads.
 *
 * @param name its name
 * @param exclusive whether MeshServices are in mode Exclusive
 */
public record MeshView(String name, boolean exclusive) {}
