package io.higuma.admission;

import static io.higuma.kuma.KubernetesName.DNS_LABEL;
import static io.higuma.kuma.KubernetesName.DNS_SUBDOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.admission.RunningWebhook.Setup;
import io.higuma.cluster.cache.LiveSurroundings;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.inject.Surroundings;
import io.higuma.kuma.AnnotationKey;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.DataplaneAnnotations;
import io.higuma.kuma.EbpfAnnotations;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.QuotedText;
import io.higuma.patch.NamedPatch;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.higuma.testing.HostileNames;
import io.higuma.testing.RecordingApi;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * No text in a Pod makes the webhook fail, or read anything from the API server but one object of a
 * known kind. The API server of this test has every object.
 */
class HostileNamesTest {
  private static final String NAMESPACE = "shop";
  private static final String CONFIG_MAP = "redirection";
  private static final String OBJECT = "/request/object";
  private static final String ANNOTATIONS = OBJECT + "/metadata/annotations/";
  private static final String MESH_LABEL = OBJECT + "/metadata/labels/kuma.io~1mesh";
  private static final String OWNER = OBJECT + "/metadata/ownerReferences/0/";

  private static final String ONE = "([^/?#%]+)";
  private static final Pattern LOOKUP =
      Pattern.compile(
          "/apis/kuma\\.io/v1alpha1/meshes/"
              + ONE
              + "|/apis/kuma\\.io/v1alpha1/namespaces/kuma-system/containerpatches/"
              + ONE
              + "|/api/v1/namespaces/kuma-system/configmaps/"
              + ONE
              + "|/api/v1/namespaces/"
              + ONE
              + "(?:/services)?");

  private static RecordingApi api;
  private static KubernetesClient client;
  private static RunningWebhook webhook;

  /** A field with a name, the grammar of the name, and the key in the rejection. */
  record NamePlace(String pointer, KubernetesName grammar, String key) {}

  private static final List<NamePlace> NAMES =
      List.of(
          new NamePlace(MESH_LABEL, DNS_SUBDOMAIN, "metadata.labels[kuma.io/mesh]"),
          new NamePlace(annotation("kuma.io/mesh"), DNS_SUBDOMAIN, "kuma.io/mesh"),
          new NamePlace(
              annotation("kuma.io/container-patches"), DNS_SUBDOMAIN, "kuma.io/container-patches"),
          new NamePlace(
              annotation(Annotations.TRANSPARENT_PROXY_CONFIGMAP.name()),
              DNS_SUBDOMAIN,
              Annotations.TRANSPARENT_PROXY_CONFIGMAP.name()),
          new NamePlace("/request/namespace", DNS_LABEL, "metadata.namespace"));

  private static final List<String> PLACES =
      Stream.of(
              Stream.of(Annotations.class, EbpfAnnotations.class, DataplaneAnnotations.class)
                  .flatMap(holder -> Arrays.stream(holder.getFields()))
                  .map(HostileNamesTest::key)
                  .map(HostileNamesTest::annotation),
              NAMES.stream().map(NamePlace::pointer),
              Stream.of(
                  "/request/name",
                  OBJECT + "/metadata/namespace",
                  OBJECT + "/metadata/name",
                  OBJECT + "/metadata/generateName",
                  OBJECT + "/metadata/labels/kuma.io~1sidecar-injection",
                  OBJECT + "/metadata/labels/kuma.io~1service-account",
                  OBJECT + "/spec/serviceAccountName",
                  OBJECT + "/spec/nodeName",
                  OBJECT + "/spec/volumes/0/name",
                  OBJECT + "/spec/containers/0/name",
                  OWNER + "apiVersion",
                  OWNER + "kind",
                  OWNER + "name",
                  OWNER + "uid"))
          .flatMap(places -> places)
          .toList();

  private static String key(Field field) {
    try {
      return field.get(null) instanceof AnnotationKey<?> key
          ? key.name()
          : (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String annotation(String key) {
    return ANNOTATIONS + key.replace("/", "~1");
  }

  @BeforeContainer
  static void start() {
    api = new RecordingApi();
    client = api.client();
    var live = new LiveSurroundings(new ApiCalls(client), "kuma-system");
    webhook = new RunningWebhook(Setup.around(new Unread()).withLive(live).with(settings()));
  }

  private static Settings settings() {
    var key = "KUMA_RUNTIME_KUBERNETES_INJECTOR_TRANSPARENT_PROXY_CONFIGMAP_NAME";
    return switch (SettingsLoader.load(SettingsSources.none().withEnv(Map.of(key, CONFIG_MAP)))) {
      case LoadedSettings.Valid(var settings, _, _) -> settings;
      case LoadedSettings.Invalid(var violations, _) ->
          throw new IllegalArgumentException(violations.toString());
    };
  }

  @AfterContainer
  static void stop() {
    webhook.close();
    client.close();
    api.close();
  }

  @Provide
  Arbitrary<String> place() {
    return Arbitraries.of(PLACES);
  }

  @Provide
  Arbitrary<NamePlace> namePlace() {
    return Arbitraries.of(NAMES);
  }

  @Provide
  Arbitrary<String> hostile() {
    return HostileNames.any().filter(StandardCharsets.UTF_8.newEncoder()::canEncode);
  }

  @Property(tries = 1500)
  void noTextMakesAFaultOrAnotherRequest(
      @ForAll("place") String place, @ForAll("hostile") String text) throws Exception {
    var answer = answer(place, text);

    assertThat(answer.at("/status/code").asInt(403)).isEqualTo(403);
    assertThat(api.uris()).allSatisfy(uri -> assertIsLookup(uri, text));
  }

  @Property(tries = 1000)
  void whatCannotBeANameIsRefusedWithKeyValueAndGrammar(
      @ForAll("namePlace") NamePlace place, @ForAll("hostile") String text) throws Exception {
    Assume.that(!text.isBlank() && text.indexOf(',') < 0 && !place.grammar().matches(text.strip()));

    var answer = answer(place.pointer(), text);

    assertThat(answer.path("allowed").asBoolean()).isFalse();
    assertThat(answer.at("/status/message").asText())
        .contains(place.key(), "'" + QuotedText.of(text) + "'", place.grammar().sentence());
    assertThat(api.uris()).noneMatch(uri -> uri.contains("secrets"));
  }

  @Example
  void namesReachTheObjectsThatTheyName() throws Exception {
    assertThat(answer(MESH_LABEL, "a.b-c").path("allowed").asBoolean()).isTrue();
    assertThat(api.uris())
        .containsOnly(
            "/api/v1/namespaces/shop",
            "/apis/kuma.io/v1alpha1/meshes/a.b-c",
            "/api/v1/namespaces/kuma-system/configmaps/" + CONFIG_MAP);

    assertThat(answer(annotation("kuma.io/container-patches"), "a, b.c").at("/allowed").asBoolean())
        .isTrue();
    assertThat(api.uris())
        .contains(
            "/apis/kuma.io/v1alpha1/namespaces/kuma-system/containerpatches/a",
            "/apis/kuma.io/v1alpha1/namespaces/kuma-system/containerpatches/b.c");
  }

  private static JsonNode answer(String pointer, String text) throws Exception {
    api.forget();
    var pod = RunningWebhook.pod("web");
    pod.withObject("/metadata/labels").put("kuma.io/sidecar-injection", "enabled");
    pod.withObject("/metadata")
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "apps/v1")
        .put("kind", "ReplicaSet")
        .put("name", "web-1")
        .put("uid", "u")
        .put("controller", true);
    pod.withObject("/spec").putArray("volumes").addObject().put("name", "data");
    var review = RunningWebhook.review(NAMESPACE, pod);
    int last = pointer.lastIndexOf('/');
    var holder = review.at(pointer.substring(0, last));
    var member = pointer.substring(last + 1).replace("~1", "/");
    if (holder instanceof ObjectNode object) {
      object.put(member, text);
    } else {
      review.withObject(pointer.substring(0, last)).put(member, text);
    }
    return webhook.answer(review);
  }

  private static void assertIsLookup(String uri, String text) {
    var lookup = LOOKUP.matcher(uri);
    assertThat(lookup.matches()).as(uri).isTrue();
    var name = named(lookup);
    assertThat(DNS_SUBDOMAIN.matches(name)).as(uri).isTrue();
    var known = Set.of(NAMESPACE, CONFIG_MAP, "default");
    boolean own = Arrays.stream(text.split(",", -1)).map(String::strip).anyMatch(name::equals);
    assertThat(own || known.contains(name)).as(uri).isTrue();
  }

  private static String named(Matcher lookup) {
    for (int group = 1; group <= lookup.groupCount(); group++) {
      if (lookup.group(group) != null) {
        return lookup.group(group);
      }
    }
    throw new AssertionError(lookup);
  }

  /** Caches that are not synced, so that each request is decided with reads from the API server. */
  private record Unread() implements Surroundings {
    @Override
    public Optional<NamespaceView> namespace(String name) {
      throw new LookupFailed("unread");
    }

    @Override
    public boolean meshExists(String name) {
      throw new LookupFailed("unread");
    }

    @Override
    public Optional<NamedPatch> containerPatch(String name) {
      throw new LookupFailed("unread");
    }

    @Override
    public Optional<String> redirectConfig(String configMap) {
      throw new LookupFailed("unread");
    }

    @Override
    public List<SelectingService> services(String namespace) {
      throw new LookupFailed("unread");
    }

    @Override
    public Set<String> dataplaneMeshes(String namespace) {
      throw new LookupFailed("unread");
    }
  }
}
