package io.higuma.kuma.yaml;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import io.higuma.kuma.Parsed;

/** Quotes what {@link KubernetesYaml} would not read back as the same text. */
public final class PlainText extends StringQuotingChecker.Default {
  private static final long serialVersionUID = 1;

  @Override
  public boolean needToQuoteName(String name) {
    return super.needToQuoteName(name) || !isSame(name);
  }

  @Override
  public boolean needToQuoteValue(String value) {
    return super.needToQuoteValue(value) || !isSame(value);
  }

  private static boolean isSame(String text) {
    return KubernetesYaml.read(text)
            instanceof Parsed.Good<KubernetesYaml.Document>(KubernetesYaml.Document document)
        && text.equals(document.root().textValue());
  }
}
