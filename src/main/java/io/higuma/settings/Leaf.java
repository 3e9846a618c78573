package io.higuma.settings;

import java.util.Optional;

/**
 * One value that can be configured, as the catalogue knows it.
 *
 * @param index its place in the catalogue
 * @param path its keys in the file, joined by dots
 * @param alias a second path that means the same
 * @param env its environment variable
 * @param type the kind of its value
 * @param defaultText its default, written as in an environment variable
 * @param limits what its value must keep to
 * @param doc what it does
 */
record Leaf(
    int index,
    String path,
    Optional<String> alias,
    String env,
    LeafType type,
    String defaultText,
    Limits limits,
    String doc) {}
