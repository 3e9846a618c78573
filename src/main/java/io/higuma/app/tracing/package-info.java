/**
 * OpenTelemetry spans of admission requests and reconciles, and the export settings. The stage
 * timings come from {@code admission}; start reading with {@link
 * io.higuma.app.tracing.RequestSpans}.
 */
@NullMarked
package io.higuma.app.tracing;

import org.jspecify.annotations.NullMarked;
