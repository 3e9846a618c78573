package io.higuma.inject.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignWorkloadTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String HEAD = "apiVersion: example.org/v1\nkind: Thing\nspec: ";
  private static final String TEMPLATE = "{spec: {containers: [{name: a, image: a}]}}";

  @Test
  void findsTemplatesAtAnyPlace() {
    assertThat(templates(HEAD + "{template: " + TEMPLATE + "}")).containsExactly("spec.template");
    assertThat(templates(HEAD + "{tasks: [{template: " + TEMPLATE + "}]}"))
        .containsExactly("spec.tasks[0].template");
    assertThat(templates(HEAD + "{a: {template: {spec: {template: " + TEMPLATE + "}}}}"))
        .containsExactly("spec.a.template.spec.template");
    assertThat(templates(HEAD + "{replicas: {Master: " + TEMPLATE + ", Worker: " + TEMPLATE + "}}"))
        .containsExactly("spec.replicas.Master", "spec.replicas.Worker");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{podTemplate: {spec: {containers: [{name: elasticsearch, resources: {}}]}}}",
        "{template: {spec: {containers: [{image: 'registry.example:5000/a@sha256:0123'}]}}}",
        "{templates: [{name: a, container: {image: '{{inputs.parameters.image}}'}}]}",
        "{templates: [{name: a, script: {image: python, source: print()}}]}",
        "{templates: [{name: a, containerSet: {containers: [{name: a, image: a}]}}]}",
        "{workflowSpec: {templates: [{container: {image: a}}]}}",
        "{steps: [{name: build, image: go}, {image: alpine}]}",
      })
  void findsAllStructuresOfTemplates(String spec) {
    assertThat(templates(HEAD + spec)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{template: {spec: {project: default, source: {path: apps}}}}",
        "{template: {type: Opaque, metadata: {name: sealed}}}",
        "{template: {spec: {containers: {type: array}}}}",
        "{template: {spec: {containers: []}}}",
        "{template: {spec: {containers: [text]}}}",
        "{template: {spec: {containers: [{type: object}]}}}",
        "{validate: {pattern: {spec: {containers: [{name: a, image: a}]}}}}",
        "{rules: [{spec: {containers: [{image: '!*:latest'}]}}]}",
        "{rules: [{spec: {containers: [{name: '*', image: '?*'}]}}]}",
        "{patchStrategicMerge: {spec: {containers: [{name: a, image: a}]}}}",
        "{containers: [{name: config-reloader, image: a}]}",
        "{steps: [[{name: a, template: b}]]}",
        "{steps: [{name: a, uses: b}]}",
        "{container: name-of-a-container}",
        "{values: 'spec: {template: {spec: {containers: [{image: a}]}}}'}",
      })
  void ignoresOtherStructures(String spec) {
    assertThat(templates(HEAD + spec)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, spec: ",
        "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, spec: ",
        "{apiVersion: kyverno.io/v1, kind: ClusterPolicy, spec: ",
        "{apiVersion: policies.kyverno.io/v1, kind: MutatingPolicy, spec: ",
        "{apiVersion: mutations.gatekeeper.sh/v1, kind: Assign, spec: ",
        "{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, spec: ",
        "{apiVersion: apps/v1, kind: ControllerRevision, data: ",
        "{apiVersion: example.org/v1, kind: Thing, status: ",
        "{kind: NoVersion, spec: ",
        "{spec: ",
      })
  void doesNotNameWhatOnlyDescribesTemplates(String head) {
    assertThat(templates(head + "{template: " + TEMPLATE + "}}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: v1, kind: PodTemplate, template: ",
        "{apiVersion: batch/v1, kind: Job, metadata: {annotations: {helm.sh/hook: pre-install}},"
            + " spec: {template: ",
        "{apiVersion: apps/v1, kind: Deployment, spec: {template: ",
      })
  void leavesOutTheKindsThatAreInjected(String head) {
    var text = head + TEMPLATE + (head.contains("spec: {template") ? "}}" : "}");
    assertThat(templates(text)).isEmpty();
    assertThat(Workload.in(yaml(text), "default")).hasSize(1);
  }

  @Test
  void namesAKnownKindOfAnotherGroup() {
    var found =
        ForeignWorkload.in(
            yaml("{apiVersion: v1, kind: Deployment, spec: {template: " + TEMPLATE + "}}"), "shop");

    assertThat(found).hasSize(1);
    assertThat(found.getFirst()).hasToString("Deployment shop/?");
    assertThat(found.getFirst().sentence())
        .startsWith("spec.template is a Pod template, but nothing is injected there");
  }

  @Test
  void searchesLists() {
    var item = "{apiVersion: example.org/v1, kind: Thing, spec: {template: " + TEMPLATE + "}}";
    var list = "{apiVersion: v1, kind: List, items: [" + item + ", " + item + "]}";

    assertThat(ForeignWorkload.in(yaml(list), "shop")).hasSize(2);
  }

  private static List<String> templates(String text) {
    return ForeignWorkload.in(yaml(text), "default").stream()
        .flatMap(found -> found.templates().stream())
        .toList();
  }

  private static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
