package io.higuma.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Writes what the API answers as JSON: trees, and the records of this package. */
@Provider
@Produces({MediaType.APPLICATION_JSON, Problem.JSON})
@RegisterForReflection(
    targets = {
      ChangeView.class,
      ConfigView.class,
      ConfigView.Below.class,
      Explanations.class,
      Explanations.Dataplane.class,
      Explanations.Port.class,
      Explanations.Service.class,
      Explanations.State.class,
      Explanations.Step.class,
      Explanations.Workload.class,
      HistoryView.class,
      InventoryView.class,
      InventoryView.One.class,
      OriginView.class,
      PreviewView.class,
      PreviewView.Previewed.class,
      Problem.class,
      Problem.One.class,
      RevisionView.class,
      ValueChange.class,
      WorkloadChange.class,
      WorkloadChanges.class
    })
public final class JsonAnswers implements MessageBodyWriter<Object> {
  /** Knows {@code Optional}. */
  static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return JsonNode.class.isAssignableFrom(type)
        || type.getPackage().equals(JsonAnswers.class.getPackage());
  }

  @Override
  public void writeTo(
      Object answer,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    MAPPER.writeValue(out, answer);
  }
}
