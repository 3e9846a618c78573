/**
 * JSON patches on one container, the check of the result against the Kubernetes schema, and the
 * patch of an answer.
 */
@NullMarked
package io.higuma.patch;

import org.jspecify.annotations.NullMarked;
