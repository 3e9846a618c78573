package io.higuma.dataplane;

/**
 * A result and how it came about.
 *
 * @param result the result
 * @param trace what the Services around the Pod contributed
 */
public record Conversion(DataplaneResult result, ConversionTrace trace) {}
