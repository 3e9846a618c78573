/**
 * Certificate authority, serving certificates, their rotation and the key managers of TLS servers.
 * The Kubernetes side (Secret, webhook configurations) is in {@code cluster}; start reading with
 * {@link io.higuma.tls.CertificateSource}.
 */
@NullMarked
package io.higuma.tls;

import org.jspecify.annotations.NullMarked;
