package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyStore;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyTlsTest {
  private static final String STORE = "javax.net.ssl.trustStore";
  private static final String ROUNDS = "keystore.pkcs12.keyPbeIterationCount";

  @AfterEach
  void clear() {
    System.clearProperty(ROUNDS);
  }

  @Test
  void authoritiesOfTheJdkAreTrustedAfterwards() throws Exception {
    NettyTls.begin();

    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    assertThat(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers())
        .isNotEmpty();
  }

  @Test
  void propertiesAreAfterwardsAsTheyWere() {
    System.setProperty(ROUNDS, "20000");

    NettyTls.begin();

    assertThat(System.getProperty(ROUNDS)).isEqualTo("20000");
    assertThat(System.getProperty(STORE)).isNull();
  }
}
