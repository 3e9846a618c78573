/** Traces by OpenTelemetry: what is exported and where to. */
@NullMarked
package io.higuma.app.tracing;

import org.jspecify.annotations.NullMarked;
