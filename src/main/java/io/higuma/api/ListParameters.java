package io.higuma.api;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;

/** Query parameters of a list that is filtered and paged. */
public class ListParameters {
  /** The namespace; empty for all. */
  @QueryParam("namespace")
  @DefaultValue("")
  String namespace = "";

  /** A part of the name; empty for all. */
  @QueryParam("name")
  @DefaultValue("")
  String name = "";

  /** How many of those that match are left out at the beginning. */
  @QueryParam("offset")
  @DefaultValue("")
  String offset = "";

  /** How many are listed at most; empty for all. */
  @QueryParam("size")
  @DefaultValue("")
  String size = "";

  /**
   * Parses the parameters.
   *
   * @throws ProblemException with all invalid parameters
   */
  public InventoryQuery query() {
    return InventoryQuery.of(namespace, "", name, offset, size);
  }
}
