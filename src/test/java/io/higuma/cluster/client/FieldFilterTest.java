package io.higuma.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FieldFilterTest {
  private static final String POD =
      """
      {"kind":"Pod","metadata":{"name":"a","managedFields":[{"fieldsV1":{"f:x":{}}}],"labels":{"app":"x","n":"1"}},
       "spec":{"containers":[{"name":"c","env":[{"name":"E"}],"ports":[{"containerPort":8080,"hostIP":"h"}]},{"name":"d"}],"x":null},
       "status":{"ratio":1.5,"big":123456789012345678901234567890,"long":5000000000,"ok":true,"no":false,"nothing":null}}
      """;

  @Test
  void keepsOnlyWhatIsWanted() throws IOException {
    assertThat(read("metadata(name,labels),spec(containers(name,ports(containerPort)))"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"metadata":{"name":"a","labels":{"app":"x","n":"1"}},
                     "spec":{"containers":[{"name":"c","ports":[{"containerPort":8080}]},{"name":"d"}]}}
                    """));
  }

  @Test
  void keepsEverythingWhereNothingIsSaid() throws IOException {
    JsonNode all;
    try (JsonParser parser = new JsonFactory().createParser(POD)) {
      parser.nextToken();
      all = FieldFilter.ALL.read(parser);
    }
    assertThat(all.toString()).isEqualTo(new ObjectMapper().readTree(POD).toString());
  }

  @Test
  void standsOnTheEndOfWhatItHasRead() throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(POD + "{\"next\":1}")) {
      parser.nextToken();
      var _ = FieldFilter.of("kind").read(parser);
      parser.nextToken();
      assertThat(FieldFilter.ALL.read(parser).path("next").asInt()).isEqualTo(1);
    }
  }

  @Test
  void doesNotTakeAnEmptyAnswerForAnObject() {
    assertThatThrownBy(
            () -> {
              try (JsonParser parser = new JsonFactory().createParser("")) {
                parser.nextToken();
                FieldFilter.ALL.read(parser);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("empty");
  }

  private static JsonNode read(String wanted) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(POD)) {
      parser.nextToken();
      return FieldFilter.of(wanted).read(parser);
    }
  }
}
