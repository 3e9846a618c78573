package io.higuma.testing;

/**
 * A namespace of one test, created before and deleted after it. Webhook configurations that a test
 * installs must select it ({@code kubernetes.io/metadata.name}), as the API server is shared.
 */
public record TestNamespace(String name) {
  @Override
  public String toString() {
    return name;
  }
}
