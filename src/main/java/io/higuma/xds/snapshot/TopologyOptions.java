package io.higuma.xds.snapshot;

import io.higuma.settings.Settings;

/**
 * Settings that resources depend on.
 *
 * @param zone the zone of the control plane; may be empty
 * @param domain the domain of the names of services
 * @param vipPort the port of services at their virtual IPs
 */
public record TopologyOptions(String zone, String domain, int vipPort) {

  /** Reads the options from the settings. */
  public static TopologyOptions of(Settings settings) {
    return new TopologyOptions(
        settings.multizone().zone().name(),
        settings.dnsServer().domain(),
        settings.dnsServer().serviceVipPort());
  }
}
