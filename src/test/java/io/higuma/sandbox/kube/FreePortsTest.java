package io.higuma.sandbox.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  private static final int FIRST = 20_000;
  private static final int LAST = FIRST + 999;

  @Test
  void portsOfARangeAreTakenInTurnAndNoneTwice() throws IOException {
    var ports = new FreePorts(FIRST, 10);
    var some = ports.ports(3);
    var more = ports.ports(3);

    assertThat(some).isSorted().doesNotHaveDuplicates().allMatch(FreePortsTest::isInRange);
    assertThat(more).isSorted().doesNotHaveDuplicates().allMatch(FreePortsTest::isInRange);
    assertThat(more.getFirst()).isGreaterThan(some.getLast());
  }

  @Test
  void portInUseIsLeftOut() throws IOException {
    int free = new FreePorts(FIRST, 100).ports(1).getFirst();
    try (var _ = new ServerSocket(free, 1, InetAddress.getLoopbackAddress())) {
      assertThat(new FreePorts(FIRST, free - FIRST).ports(5)).hasSize(5).doesNotContain(free);
    }
  }

  @Test
  void rangeBeginsAgainAfterItsEnd() throws IOException {
    assertThat(new FreePorts(FIRST, 997).ports(10))
        .doesNotHaveDuplicates()
        .allMatch(FreePortsTest::isInRange)
        .anyMatch(port -> port < FIRST + 500);
  }

  @Test
  void withoutARangeTheOperatingSystemChooses() throws IOException {
    assertThat(new FreePorts(0, 0).ports(5)).doesNotHaveDuplicates().allMatch(port -> port > 0);
  }

  private static boolean isInRange(int port) {
    return port >= FIRST && port <= LAST;
  }
}
