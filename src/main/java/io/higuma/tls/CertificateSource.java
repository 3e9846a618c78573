package io.higuma.tls;

/** Where a server's certificate comes from. Asked at every handshake, so it answers from memory. */
@FunctionalInterface
public interface CertificateSource {

  /** The certificate to show from now on. */
  ServingCertificate current();
}
