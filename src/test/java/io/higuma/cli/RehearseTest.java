package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.CommandResult;
import io.higuma.testing.HigumaProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RehearseTest {
  @Test
  void goesThroughAStartAndCallsWithoutACluster() {
    // The API is Quarkus's, which is not put together where tests run.
    var withoutApi =
        Map.of("KUMA_API_SERVER_HTTP_ENABLED", "false", "KUMA_API_SERVER_HTTPS_ENABLED", "false");

    CommandResult rehearsed = HigumaProcess.run(withoutApi, List.of("rehearse"));

    assertThat(rehearsed.exitCode()).as(rehearsed.err()).isEqualTo(Exit.DONE);
    assertThat(rehearsed.err()).contains("ready after").doesNotContain("ERROR");
  }
}
