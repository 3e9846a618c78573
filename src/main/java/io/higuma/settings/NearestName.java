package io.higuma.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Suggests known names for an unknown one. Names are compared word by word: a name that consists of
 * the words of a key's path matches that key, even if its variable has a different name.
 */
public final class NearestName {
  private static final String PREFIX = "KUMA_";

  /** Longer than any key: bounds the work for hostile names. */
  private static final int MAX_LENGTH = 200;

  /** No suggestion if more names have the same distance. */
  private static final int MAX_SUGGESTIONS = 3;

  // Costs of differences. Two missing words are tolerated, a different word is not.
  private static final int TYPO = 5;
  private static final int MISSING_WORD = 6;
  private static final int EXTRA_WORD = 16;
  private static final int MAX_COST = 20;

  private NearestName() {}

  /** The words of a spelling of a setting, and its name. */
  private record Known(List<String> words, String name) {}

  /** Created on the first unknown name. */
  private static final class Vocabulary {
    static final List<Known> ENV = new ArrayList<>();
    static final List<Known> PATHS = new ArrayList<>();

    static {
      for (SettingLeaf leaf : Catalogue.leaves()) {
        for (List<String> words : spellings(leaf)) {
          ENV.add(new Known(words, leaf.env()));
          PATHS.add(new Known(words, leaf.path()));
        }
      }
      sections("", Catalogue.ROOT.children());
    }

    private static List<List<String>> spellings(SettingLeaf leaf) {
      return Stream.concat(Stream.of(leaf.path()), leaf.alias().stream())
          .map(NearestName::wordsOfPath)
          .collect(() -> new ArrayList<>(List.of(wordsOfEnv(leaf.env()))), List::add, List::addAll);
    }

    private static void sections(String path, List<SettingNode> nodes) {
      for (SettingNode node : nodes) {
        if (node instanceof SettingNode.Branch branch) {
          String inner = path.isEmpty() ? branch.key() : path + "." + branch.key();
          PATHS.add(new Known(wordsOfPath(inner), inner));
          sections(inner, branch.children());
        }
      }
    }
  }

  /** Suffix for a message about an unknown environment variable; empty if none is similar. */
  static String ofEnv(String name) {
    return hint(name, wordsOfEnv(name), Vocabulary.ENV);
  }

  /** Suffix for a message about an unknown path; empty if none is similar. */
  static String ofPath(String path) {
    return hint(path, wordsOfPath(path), Vocabulary.PATHS);
  }

  /** The known name with the smallest edit distance, if that is small for its length. */
  public static Optional<String> to(String name, Collection<String> known) {
    if (name.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String wanted = name.toLowerCase(Locale.ROOT);
    int fewest = Math.max(2, name.length() / 3) + 1;
    Optional<String> nearest = Optional.empty();
    for (String candidate : known) {
      int changes = distance(wanted, candidate.toLowerCase(Locale.ROOT));
      if (changes < fewest) {
        fewest = changes;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  private static String hint(String name, List<String> words, List<Known> known) {
    if (name.length() > MAX_LENGTH) {
      return "";
    }
    Set<String> nearest = new LinkedHashSet<>();
    int least = MAX_COST;
    for (Known candidate : known) {
      if (name.startsWith(candidate.name() + ".")) {
        continue;
      }
      int cost = cost(words, candidate.words());
      if (cost < least) {
        nearest.clear();
      }
      if (cost <= least) {
        least = cost;
        nearest.add(candidate.name());
      }
    }
    return nearest.isEmpty() || nearest.size() > MAX_SUGGESTIONS
        ? ""
        : "; did you mean " + String.join(" or ", nearest) + "?";
  }

  private static List<String> wordsOfEnv(String name) {
    String rest = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    return List.of(rest.toLowerCase(Locale.ROOT).split("_+", 0));
  }

  /** {@code builtinDNS} is two words, {@code excludeInboundIPs} three. */
  private static List<String> wordsOfPath(String path) {
    return Stream.of(path.split("[._-]|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})", 0))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** The cost of changing the words of an unknown name into those of a known one. */
  private static int cost(List<String> from, List<String> to) {
    if (String.join("", from).equals(String.join("", to))) {
      return from.equals(to) ? 0 : 1;
    }
    int[] row = new int[to.size() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j * MISSING_WORD;
    }
    for (int i = 1; i <= from.size(); i++) {
      int diagonal = row[0];
      row[0] = i * EXTRA_WORD;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + cost(from.get(i - 1), to.get(j - 1));
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j] + EXTRA_WORD, row[j - 1] + MISSING_WORD));
      }
    }
    return row[to.size()];
  }

  private static int cost(String from, String to) {
    if (from.equals(to)) {
      return 0;
    }
    return isTypo(from, to) ? TYPO : EXTRA_WORD + MISSING_WORD;
  }

  /** One letter in four may differ; an ending may be missing, such as a plural s. */
  private static boolean isTypo(String from, String to) {
    int longest = Math.max(from.length(), to.length());
    int shortest = Math.min(from.length(), to.length());
    if (longest - shortest > 2) {
      return false;
    }
    boolean ending = shortest > 2 && (from.startsWith(to) || to.startsWith(from));
    return ending || distance(from, to) <= longest / 4;
  }

  /** Levenshtein's edit distance, with one row of memory. */
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
