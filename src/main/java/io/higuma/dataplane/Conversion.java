package io.higuma.dataplane;

/**
 * Result of a conversion with its trace.
 *
 * @param result the result
 * @param trace which Services matched the Pod and what their ports produced
 */
public record Conversion(DataplaneResult result, ConversionTrace trace) {}
