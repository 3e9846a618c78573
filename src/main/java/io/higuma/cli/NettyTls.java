package io.higuma.cli;

import java.util.Map;
import java.util.TreeMap;

/**
 * Netty's TLS, begun ahead of its first use. It then reads all the JDK's authorities, and encrypts
 * a key by PBKDF2, only to find out what the JDK can do; nobody sees either, and a JVM that has
 * just started takes a tenth of a second for them. So there are no authorities and one round of
 * PBKDF2 for that moment.
 */
final class NettyTls {
  private static final Map<String, String> CHEAP =
      Map.of("javax.net.ssl.trustStore", "NONE", "keystore.pkcs12.keyPbeIterationCount", "1");

  private NettyTls() {}

  /** To be called before other threads use TLS or key stores. */
  static void begin() {
    var before = new TreeMap<String, String>();
    CHEAP.forEach(
        (name, value) -> {
          var was = System.setProperty(name, value);
          if (was != null) {
            before.put(name, was);
          }
        });
    try {
      Class.forName("io.netty.handler.ssl.JdkSslServerContext");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    } finally {
      CHEAP.keySet().forEach(System::clearProperty);
      before.forEach(System::setProperty);
    }
  }
}
