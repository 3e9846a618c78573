package io.higuma.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/** JSON of views where Quarkus does not write it. */
final class ApiJson {
  /** Writes as the API answers. */
  static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new Jdk8Module());

  private ApiJson() {}
}
