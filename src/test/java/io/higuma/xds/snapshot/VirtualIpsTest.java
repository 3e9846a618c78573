package io.higuma.xds.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.kuma.AddressRange;
import io.higuma.kuma.Parsed;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stored virtual IPs of a Mesh. */
class VirtualIpsTest {
  private static final AddressRange RANGE = AddressRange.of("240.0.0.0/4").orElseThrow();

  /** As Kuma 2.14 stores it, with a host that an ExternalService or a VirtualOutbound made. */
  private static final String KUMA =
      """
      {"0:web_demo_svc_80":{"address":"240.0.0.0","outbounds":[{"Port":80,\
      "TagSet":{"kuma.io/service":"web_demo_svc_80"},"Origin":"service"}]},\
      "1:example.com":{"address":"240.0.0.2","outbounds":[]}}\
      """;

  @Test
  void areStoredInKumasFormat() {
    VirtualIps ips = VirtualIps.NONE.allocate(List.of("web_demo_svc_80"), RANGE, 80);

    assertThat(ips.json())
        .isEqualTo(
            """
            {"0:web_demo_svc_80":{"address":"240.0.0.0","outbounds":[{"Port":80,\
            "TagSet":{"kuma.io/service":"web_demo_svc_80"},"Origin":"service"}]}}\
            """);
  }

  @Test
  void keepEntriesOfOtherTypes() {
    assertThat(parsed(KUMA).json()).isEqualTo(KUMA);
    assertThat(parsed(KUMA).services()).isEqualTo(Map.of("web_demo_svc_80", "240.0.0.0"));
    assertThat(parsed(KUMA).without(List.of("web_demo_svc_80", "example.com")).json())
        .isEqualTo("{\"1:example.com\":{\"address\":\"240.0.0.2\",\"outbounds\":[]}}");
  }

  @Test
  void theLowestFreeAddressIsFirst() {
    VirtualIps ips = parsed(KUMA).allocate(List.of("b", "a", "web_demo_svc_80"), RANGE, 80);

    assertThat(ips.services())
        .isEqualTo(Map.of("web_demo_svc_80", "240.0.0.0", "a", "240.0.0.1", "b", "240.0.0.3"));
  }

  @Test
  void freedAddressesAreUsedAgain() {
    VirtualIps ips =
        VirtualIps.NONE
            .allocate(List.of("a", "b"), RANGE, 80)
            .without(List.of("a"))
            .allocate(List.of("c"), RANGE, 80);

    assertThat(ips.services()).isEqualTo(Map.of("b", "240.0.0.1", "c", "240.0.0.0"));
  }

  @Test
  void aFullRangeLeavesServicesWithoutAnAddress() {
    AddressRange two = AddressRange.of("240.0.0.0/31").orElseThrow();

    VirtualIps ips = VirtualIps.NONE.allocate(List.of("a", "b", "c"), two, 80);

    assertThat(ips.services()).isEqualTo(Map.of("a", "240.0.0.0", "b", "240.0.0.1"));
    assertThat(ips.allocate(List.of("c"), two, 80)).isEqualTo(ips);
  }

  @Test
  void anEntryWithoutAnAddressIsNoAddress() {
    assertThat(parsed("{\"0:web\":{}}").services()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"web.example.com", "240.0.0", "240.0.0.0/32", ""})
  void anAddressThatIsNoIpAddressIsReplaced(String address) {
    VirtualIps ips = parsed("{\"0:web\":{\"address\":\"" + address + "\"}}");

    assertThat(ips.services()).isEmpty();
    assertThat(ips.allocate(List.of("web"), RANGE, 80).services())
        .isEqualTo(Map.of("web", "240.0.0.0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "null", "\"text\"", "{\"0:web\": 1}", "{\"0:web\": \"240.0.0.0\"}"})
  void otherJsonIsAViolation(String json) {
    assertThat(VirtualIps.parse(json))
        .isInstanceOfSatisfying(
            Parsed.Bad.class, bad -> assertThat(bad.violation().code()).isEqualTo("bad_vips"));
  }

  @Property
  void neverGiveOneAddressToTwoServices(
      @ForAll @Size(max = 20) List<@Size(max = 8) Set<@IntRange(max = 12) Integer>> steps) {
    AddressRange small = AddressRange.of("240.0.0.0/29").orElseThrow();
    VirtualIps ips = parsed("{\"1:example.com\":{\"address\":\"240.0.0.2\"}}");
    for (Set<Integer> step : steps) {
      List<String> services = step.stream().map(number -> "s" + number).toList();
      VirtualIps before = ips;
      ips = ips.allocate(services, small, 80);

      Map<String, String> addresses = ips.services();
      assertThat(addresses).containsAllEntriesOf(before.services());
      assertThat(new HashSet<>(addresses.values()))
          .hasSameSizeAs(addresses.keySet())
          .doesNotContain("240.0.0.2");
      assertThat(addresses.size() == 7 || addresses.keySet().containsAll(services)).isTrue();
      ips = ips.without(services.subList(0, services.size() / 2));
    }
  }

  private static VirtualIps parsed(String json) {
    return ((Parsed.Good<VirtualIps>) VirtualIps.parse(json)).value();
  }
}
