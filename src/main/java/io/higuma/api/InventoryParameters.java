package io.higuma.api;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;

/** Parameters of a list of Pods or workloads. */
public final class InventoryParameters extends ListParameters {
  /** The injection state; empty for all. */
  @QueryParam("state")
  @DefaultValue("")
  String state = "";

  /** {@code no-cache} requests Pods that are read now. */
  @HeaderParam(HttpHeaders.CACHE_CONTROL)
  @DefaultValue("")
  String cacheControl = "";

  @Override
  public InventoryQuery query() {
    return InventoryQuery.of(namespace, state, name, offset, size);
  }

  /** Whether a cached inventory must not be used. */
  boolean mustBeNew() {
    return cacheControl.toLowerCase(Locale.ROOT).contains("no-cache");
  }
}
