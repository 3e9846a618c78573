package io.higuma.dataplane;

/**
 * What a conversion reads of a Mesh.
 *
 * @param name its name
 * @param exclusive whether MeshServices are in mode Exclusive
 */
public record MeshView(String name, boolean exclusive) {}
