package io.higuma.admission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.admission.AdmissionRequest.PatchObject;
import io.higuma.inject.AdmittedPod;
import io.higuma.inject.PodReader;
import io.higuma.kuma.JsonFactories;
import io.higuma.patch.NamedPatch;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses an {@code AdmissionReview} request in one pass. Members may come in any order; members
 * that are not used are skipped without allocating. A duplicate key makes the body invalid, because
 * the intended value is ambiguous.
 */
final class AdmissionRequestReader {
  /** Deeper than any Pod, and far below a stack overflow. */
  private static final int MAX_DEPTH = 200;

  private static final JsonFactory JSON =
      JsonFactories.withoutInterning()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(BodyLimit.BYTES)
                  .maxNameLength(BodyLimit.BYTES)
                  .maxNumberLength(100)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final JsonParser json;
  private final WebhookTarget target;
  private String apiVersion = "";
  private String kind = "";
  private boolean request;
  private String uid = "";
  private String objectKind = "";
  private String operation = "";
  private String subResource = "";
  private String namespace = "";
  private String name = "";
  private boolean dryRun;
  private @Nullable AdmittedPod pod;
  private @Nullable PatchObject patch;
  private final @Nullable String podProblem;
  private @Nullable String trailingData;

  private AdmissionRequestReader(
      JsonParser json, WebhookTarget target, @Nullable String podProblem) {
    this.json = json;
    this.target = target;
    this.podProblem = podProblem;
  }

  /** Parses a complete request body for this kind of object. */
  static AdmissionRequest read(byte[] body, WebhookTarget target) {
    if (body.length == 0) {
      return new AdmissionRequest.Unreadable(ReviewVersion.V1, "", false, "the body is empty");
    }
    return read(body, target, null);
  }

  private static AdmissionRequest read(
      byte[] body, WebhookTarget target, @Nullable String podProblem) {
    try (var json = JSON.createParser(body)) {
      var reader = new AdmissionRequestReader(json, target, podProblem);
      try {
        reader.body();
        return reader.result();
      } catch (PodReader.Malformed e) {
        // The uid may come after the Pod: parse again and skip the Pod.
        return read(body, target, "request.object: " + e.getMessage());
      } catch (JsonProcessingException e) {
        return reader.unreadable(false, "the body is not valid JSON: " + describe(e));
      }
    } catch (IOException e) {
      var problem = "the body cannot be read: " + e.getMessage();
      return new AdmissionRequest.Unreadable(ReviewVersion.V1, "", false, problem);
    }
  }

  private static String describe(JsonProcessingException e) {
    var at = e.getLocation();
    return at == null
        ? e.getOriginalMessage()
        : e.getOriginalMessage()
            + " (line "
            + at.getLineNr()
            + ", column "
            + at.getColumnNr()
            + ")";
  }

  private void body() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var member = json.currentName();
      json.nextToken();
      switch (member) {
        case "apiVersion" -> apiVersion = text();
        case "kind" -> kind = text();
        case "request" -> request();
        default -> json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      trailingData = "the body has data after the AdmissionReview";
    }
  }

  private void request() throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    request = true;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var member = json.currentName();
      json.nextToken();
      switch (member) {
        case "uid" -> uid = text();
        case "kind" -> objectKind = qualifiedKind();
        case "operation" -> operation = text();
        case "subResource" -> subResource = text();
        case "namespace" -> namespace = text();
        case "name" -> name = text();
        case "dryRun" -> dryRun = json.currentToken() == JsonToken.VALUE_TRUE;
        case "object" -> object();
        default -> json.skipChildren();
      }
    }
  }

  private void object() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (podProblem != null || isOtherKind()) {
      json.skipChildren();
      return;
    }
    switch (target) {
      case POD -> pod = PodReader.read(json);
      case CONTAINER_PATCH -> patch = patch(Trees.MAPPER.readTree(json));
    }
  }

  private static PatchObject patch(JsonNode object) {
    return new PatchObject(
        NamedPatch.of(object), object.path("metadata").hasNonNull("deletionTimestamp"));
  }

  /** Created lazily: Pods never need it. */
  private static final class Trees {
    private static final ObjectMapper MAPPER = new ObjectMapper();
  }

  private boolean isOtherKind() {
    return !objectKind.isEmpty() && !objectKind.equals(target.qualified());
  }

  /** The kind, with {@code .group} appended unless it is the core group. */
  private String qualifiedKind() throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return "";
    }
    var group = "";
    var found = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var member = json.currentName();
      json.nextToken();
      switch (member) {
        case "group" -> group = text();
        case "kind" -> found = text();
        default -> json.skipChildren();
      }
    }
    return group.isEmpty() ? found : found + "." + group;
  }

  private String text() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  private AdmissionRequest result() {
    if (!kind.equals("AdmissionReview")) {
      return unreadable(true, "the body is not an AdmissionReview: its kind is '" + kind + "'");
    }
    if (ReviewVersion.of(apiVersion).isEmpty()) {
      return unreadable(
          true,
          "the apiVersion '"
              + apiVersion
              + "' is not known: expected admission.k8s.io/v1 or admission.k8s.io/v1beta1");
    }
    if (!request) {
      return unreadable(true, "the AdmissionReview has no request");
    }
    if (uid.isEmpty()) {
      return unreadable(true, "the request has no uid");
    }
    if (isOtherKind()) {
      return unreadable(
          true, "the request is about a " + objectKind + ", not about a " + target.title());
    }
    if (trailingData != null) {
      return unreadable(true, trailingData);
    }
    if (podProblem != null) {
      return unreadable(true, podProblem);
    }
    var operationOrCreate = operation.isEmpty() ? "CREATE" : operation;
    if (pod == null && patch == null && operationOrCreate.equals("CREATE")) {
      return unreadable(true, "the request has no object");
    }
    return new AdmissionRequest.Parsed(
        version(),
        uid,
        operationOrCreate,
        subResource,
        namespace,
        name,
        dryRun,
        Optional.ofNullable(pod),
        Optional.ofNullable(patch));
  }

  private ReviewVersion version() {
    return ReviewVersion.of(apiVersion).orElse(ReviewVersion.V1);
  }

  private AdmissionRequest unreadable(boolean isJson, String problem) {
    return new AdmissionRequest.Unreadable(version(), uid, isJson, problem);
  }
}
