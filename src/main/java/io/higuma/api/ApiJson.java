package io.higuma.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/** JSON mapper for views that Quarkus does not serialize itself. */
final class ApiJson {
  /** Writes the same format as API responses. */
  static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new Jdk8Module());

  private ApiJson() {}
}
