package io.higuma.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;

/** One key of the configuration's tree. */
sealed interface Node {
  /** The key. */
  String key();

  /** How to get its value from the record around it. */
  Method accessor();

  /** A section. */
  record Branch(String key, Method accessor, Constructor<?> maker, List<Node> children)
      implements Node {}

  /** A value. */
  record Tip(String key, Method accessor, Leaf leaf) implements Node {}
}
