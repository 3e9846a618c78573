package io.higuma.kuma.yaml;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import io.higuma.kuma.Parsed;

/**
 * Quoting rules for YAML output: quotes strings that {@link KubernetesYaml} would not parse as the
 * same string.
 */
public final class PlainText extends StringQuotingChecker.Default {
  private static final long serialVersionUID = 1;

  @Override
  public boolean needToQuoteName(String name) {
    return super.needToQuoteName(name) || !roundTrips(name);
  }

  @Override
  public boolean needToQuoteValue(String value) {
    return super.needToQuoteValue(value) || !roundTrips(value);
  }

  private static boolean roundTrips(String text) {
    return KubernetesYaml.read(text)
            instanceof Parsed.Good<KubernetesYaml.Document>(KubernetesYaml.Document document)
        && text.equals(document.root().textValue());
  }
}
