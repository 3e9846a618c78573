package io.higuma.settings;

import java.util.List;

/**
 * Constraints of a value beyond its type.
 *
 * @param min the minimum of a number
 * @param max the maximum of a number
 * @param oneOf the allowed texts; empty means any
 * @param check a further constraint
 */
public record Limits(long min, long max, List<String> oneOf, Check check) {}
