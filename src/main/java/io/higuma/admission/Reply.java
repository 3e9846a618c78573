package io.higuma.admission;

import io.vertx.core.buffer.Buffer;

/**
 * What goes back over HTTP.
 *
 * @param status of HTTP: 200 for everything that is an answer to a known call
 * @param body an {@code AdmissionReview}
 */
record Reply(int status, Buffer body) {}
