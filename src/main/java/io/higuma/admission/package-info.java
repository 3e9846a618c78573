/** The HTTP edge of the webhooks: limits, reviews, warnings, metrics. */
@NullMarked
package io.higuma.admission;

import org.jspecify.annotations.NullMarked;
