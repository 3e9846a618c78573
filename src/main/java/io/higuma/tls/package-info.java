/** Certificate authority, serving certificate and their rotation. */
@NullMarked
package io.higuma.tls;

import org.jspecify.annotations.NullMarked;
