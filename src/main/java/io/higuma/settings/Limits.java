package io.higuma.settings;

import java.util.List;

/**
 * What a value must keep to, beyond its type.
 *
 * @param min the least number
 * @param max the greatest number
 * @param oneOf the texts allowed; empty means any
 * @param check what else
 */
public record Limits(long min, long max, List<String> oneOf, Check check) {}
