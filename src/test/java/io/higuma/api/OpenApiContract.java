package io.higuma.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.util.Locale;
import java.util.Map;

/** Validates every response in a test against the OpenAPI document of the API. */
public final class OpenApiContract implements Filter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode document;

  private OpenApiContract(JsonNode document) {
    this.document = document;
  }

  /** Reads the OpenAPI document of the API under test. */
  public static OpenApiContract read() throws Exception {
    var text =
        RestAssured.given().noFilters().queryParam("format", "JSON").get("/openapi").asString();
    return new OpenApiContract(JSON.readTree(text));
  }

  JsonNode document() {
    return document;
  }

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification specification,
      FilterContext context) {
    var response = context.next(request, specification);
    check(request, response);
    return response;
  }

  private void check(FilterableRequestSpecification request, Response response) {
    var path = request.getURI().replaceFirst("^https?://[^/]+", "").replaceFirst("\\?.*", "");
    var operation = operation(path).path(request.getMethod().toLowerCase(Locale.ROOT));
    var status = Integer.toString(response.statusCode());
    if (operation.isMissingNode()) {
      assertThat(status).as(request.getMethod() + " " + path).isIn("404", "405");
      return;
    }
    var what = operation.path("operationId").asText() + " " + status;
    var documented = resolved(operation.path("responses").path(status));
    assertThat(documented.isMissingNode()).as(what + " is documented").isFalse();
    if (documented.has("content")) {
      var type = response.contentType().replaceFirst(";.*", "");
      var content = documented.path("content").path(type);
      assertThat(content.isMissingNode()).as(what + " may be " + type).isFalse();
      checkBody(what, content.path("schema"), response.asString());
    }
  }

  private void checkBody(String what, JsonNode schema, String body) {
    var root = JSON.createObjectNode();
    root.setAll((ObjectNode) schema);
    root.set("components", document.path("components"));
    try {
      var errors =
          JsonSchemaFactory.getInstance(VersionFlag.V202012)
              .getSchema(root)
              .validate(JSON.readTree(body));
      assertThat(errors).as(what + ": " + body).isEmpty();
    } catch (JsonProcessingException e) {
      throw new AssertionError(what + " is not JSON: " + body, e);
    }
  }

  /** The most specific path template matches. */
  private JsonNode operation(String path) {
    String best = "";
    for (Map.Entry<String, JsonNode> entry : document.path("paths").properties()) {
      var template = entry.getKey();
      var pattern = template.replaceAll("\\{path\\}", ".+").replaceAll("\\{\\w+\\}", "[^/]+");
      if (path.matches(pattern) && template.length() > best.length()) {
        best = template;
      }
    }
    return document.path("paths").path(best);
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }
}
