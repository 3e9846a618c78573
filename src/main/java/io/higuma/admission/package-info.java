/**
 * HTTPS server of the admission webhooks: limits, AdmissionReview parsing, responses, metrics. The
 * decisions themselves are in {@code inject} and {@code patch}; start reading with {@link
 * io.higuma.admission.AdmissionServer}.
 */
@NullMarked
package io.higuma.admission;

import org.jspecify.annotations.NullMarked;
