package io.higuma.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.higuma.testing.HostileNames;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiPathTest {
  @Provide
  Arbitrary<String> hostile() {
    return HostileNames.any();
  }

  @Test
  void isPutTogetherAsTheApiHasIt() {
    assertThat(
            ApiPath.core().namespace("shop").resource("pods").name("web-0").subresource("status"))
        .hasToString("/api/v1/namespaces/shop/pods/web-0/status");
    assertThat(ApiPath.kuma().resource("meshes").asManager())
        .hasToString("/apis/kuma.io/v1alpha1/meshes?fieldManager=higuma");
    assertThat(
            ApiPath.core()
                .resource("pods")
                .with("fieldSelector", "metadata.name=a")
                .with("continue", "a+b/c=&d"))
        .hasToString("/api/v1/pods?fieldSelector=metadata.name%3Da&continue=a%2Bb%2Fc%3D%26d");
    assertThat(ApiPath.VERSION).hasToString("/version");
  }

  @Test
  void readsTheVersionsThatObjectsSay() {
    assertThat(ApiPath.of("v1")).hasToString("Optional[/api/v1]");
    assertThat(ApiPath.of("apps/v1")).hasToString("Optional[/apis/apps/v1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "/v1", "apps/", "apps/v1/x", "..", "../v1", "a b", "v1?x", "v1/../x"})
  void takesNoVersionThatCannotBeOne(String apiVersion) {
    assertThat(ApiPath.of(apiVersion)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "../x", "%2e", "a%2fb"})
  void refusesSegmentsThatTheApiServerWouldSplitOrResolve(String segment) {
    var pods = ApiPath.core().resource("pods");

    assertThatThrownBy(() -> pods.name(segment)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hasNothingBehindItsQuery() {
    var list = ApiPath.core().resource("pods").with("limit", "1");

    assertThatThrownBy(() -> list.name("a")).isInstanceOf(IllegalStateException.class);
  }

  @Property
  void everySegmentStaysOneAndIsTheTextThatWasGiven(@ForAll("hostile") String text) {
    Assume.that(StandardCharsets.UTF_8.newEncoder().canEncode(text));
    Assume.that(!text.isEmpty() && !text.matches("\\.{1,2}"));
    Assume.that(text.indexOf('/') < 0 && text.indexOf('%') < 0);

    var uri = URI.create("http://api" + ApiPath.core().resource("pods").name(text));

    assertThat(uri.getRawQuery()).isNull();
    assertThat(uri.getRawFragment()).isNull();
    assertThat(uri.getHost()).isEqualTo("api");
    assertThat(uri.getRawPath()).matches("/api/v1/pods/[A-Za-z0-9._~%-]+");
    assertThat(uri.getPath()).isEqualTo("/api/v1/pods/" + text);
  }

  @Property
  void everyParameterStaysOneAndIsTheTextThatWasGiven(@ForAll("hostile") String text) {
    Assume.that(StandardCharsets.UTF_8.newEncoder().canEncode(text));

    var uri = URI.create("http://api" + ApiPath.core().resource("pods").with("continue", text));

    assertThat(uri.getRawPath()).isEqualTo("/api/v1/pods");
    assertThat(uri.getRawQuery()).matches("continue=[A-Za-z0-9._~%-]*");
    assertThat(URLDecoder.decode(uri.getRawQuery(), StandardCharsets.UTF_8))
        .isEqualTo("continue=" + text);
  }
}
