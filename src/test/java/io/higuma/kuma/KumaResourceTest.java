package io.higuma.kuma;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class KumaResourceTest {

  @Test
  void readsAndWritesDataplaneWithItsMeshBesideTheSpec() {
    var text =
        """
        {"apiVersion":"kuma.io/v1alpha1","kind":"Dataplane","mesh":"blue",
         "metadata":{"name":"web","namespace":"demo"},
         "spec":{"networking":{"address":"10.0.0.1","inbound":[{"port":80}]}}}""";
    var dataplane = Serialization.unmarshal(text, Dataplane.class);
    assertThat(dataplane.getMesh()).isEqualTo("blue");
    assertThat(dataplane.getSpec().at("/networking/inbound/0/port").intValue()).isEqualTo(80);
    assertThat(Serialization.asJson(dataplane)).isEqualToIgnoringWhitespace(text);
  }

  @Test
  void readsAndWritesInsightWithItsMeshBesideTheStatus() {
    var text =
        """
        {"apiVersion":"kuma.io/v1alpha1","kind":"DataplaneInsight","mesh":"blue",
         "metadata":{"name":"web","namespace":"demo"},
         "status":{"subscriptions":[{"id":"one"}]}}""";
    var insight = Serialization.unmarshal(text, DataplaneInsight.class);
    assertThat(insight.getMesh()).isEqualTo("blue");
    assertThat(insight.getStatus().at("/subscriptions/0/id").textValue()).isEqualTo("one");
    assertThat(Serialization.asJson(insight)).isEqualToIgnoringWhitespace(text);
  }

  @Test
  void readsModeOfMeshServices() {
    var mesh =
        Serialization.unmarshal("kind: Mesh\nspec: {meshServices: {mode: Exclusive}}", Mesh.class);
    assertThat(mesh.meshServicesMode()).isEqualTo("Exclusive");
    assertThat(Serialization.unmarshal("kind: Mesh", Mesh.class).meshServicesMode()).isEmpty();
  }

  @Test
  void readsContainerPatch() {
    var patch =
        Serialization.unmarshal(
            """
            apiVersion: kuma.io/v1alpha1
            kind: ContainerPatch
            metadata: {name: p}
            spec:
              sidecarPatch:
              - {op: add, path: /stdin, value: "true", later: 1}
              - {op: copy, path: /args, from: /command}
              -
            """,
            ContainerPatch.class);
    assertThat(patch.getSpec().initPatch()).isEmpty();
    assertThat(patch.getSpec().sidecarPatch())
        .containsExactly(
            new ContainerPatch.Operation("add", "/stdin", null, "true"),
            new ContainerPatch.Operation("copy", "/args", "/command", null),
            new ContainerPatch.Operation("", "", null, null));
    assertThat(patch.getStatus()).isNull();
  }

  @Test
  void isNamedAsTheApiServerKnowsIt() {
    assertThat(HasMetadata.getFullResourceName(ContainerPatch.class))
        .isEqualTo("containerpatches.kuma.io");
    assertThat(HasMetadata.getFullResourceName(Dataplane.class)).isEqualTo("dataplanes.kuma.io");
    assertThat(HasMetadata.getFullResourceName(DataplaneInsight.class))
        .isEqualTo("dataplaneinsights.kuma.io");
    assertThat(HasMetadata.getFullResourceName(Mesh.class)).isEqualTo("meshes.kuma.io");
    assertThat(new Mesh().getKind()).isEqualTo("Mesh");
    assertThat(new Mesh().getApiVersion()).isEqualTo("kuma.io/v1alpha1");
  }
}
