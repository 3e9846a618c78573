package io.higuma.cli.documents;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads plain scalars as kubectl does (sigs.k8s.io/yaml, which is YAML 1.1 without dates and
 * without base 60 numbers), so that values have the same type as in the API server.
 */
final class KubernetesScalars extends Resolver {
  private static final Pattern BOOLEANS =
      Pattern.compile(
          "y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF");
  private static final Pattern INTEGERS =
      Pattern.compile("[-+]?(?:0[bB][01_]+|0[xX][0-9a-fA-F_]+|0[oO]?[0-7_]*|[1-9][0-9_]*)");
  private static final Pattern FLOATS =
      Pattern.compile(
          "[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
              + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
  private static final Pattern NULLS = Pattern.compile("~|null|Null|NULL|");
  private static final Resolver YAML_1_1 = new Resolver();
  private static final KubernetesScalars KUBERNETES = new KubernetesScalars();

  static KubernetesScalars resolver() {
    return KUBERNETES;
  }

  /** Whether this resolver or a plain YAML 1.1 one would not read the text as a string. */
  static boolean needsQuotes(String text) {
    return !(KUBERNETES.resolve(NodeId.scalar, text, true).equals(Tag.STR)
        && YAML_1_1.resolve(NodeId.scalar, text, true).equals(Tag.STR));
  }

  @Override
  protected void addImplicitResolvers() {
    addImplicitResolver(Tag.BOOL, BOOLEANS, "yYnNtTfFoO", 5);
    addImplicitResolver(Tag.INT, INTEGERS, "-+0123456789", 100);
    addImplicitResolver(Tag.FLOAT, FLOATS, "-+.0123456789", 100);
    addImplicitResolver(Tag.MERGE, MERGE, "<", 2);
    addImplicitResolver(Tag.NULL, NULLS, "~nN\0", 4);
    addImplicitResolver(Tag.NULL, EMPTY, null, 4);
  }
}
