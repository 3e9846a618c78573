package io.higuma.admission;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** One webhook with default settings for all tests of a class. */
abstract class SharedWebhookFixture {
  static RunningWebhook webhook;

  @BeforeAll
  static void start() {
    webhook = RunningWebhook.withDefaults();
  }

  @AfterAll
  static void stop() {
    webhook.close();
  }
}
