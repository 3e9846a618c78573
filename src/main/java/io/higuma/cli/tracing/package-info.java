/** Traces by OpenTelemetry: the only place that knows its SDK. */
@NullMarked
package io.higuma.cli.tracing;

import org.jspecify.annotations.NullMarked;
