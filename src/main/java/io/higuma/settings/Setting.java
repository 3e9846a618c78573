package io.higuma.settings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One value that can be configured: a leaf of the tree of records under {@link Settings}.
 *
 * <p>The catalogue, and with it loader, checks, reference page and config API, is made from these
 * annotations; nothing about a setting is written down a second time.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {
  /**
   * The name of its environment variable. A name that starts with {@code _} is appended to the
   * {@link Section#env} of the section around it: for records that occur more than once.
   */
  String env();

  /** The default, written as in an environment variable. */
  String value() default "";

  /** The key in the file, if it cannot be the component's name. */
  String key() default "";

  /** The path of a second key that means the same. */
  String alias() default "";

  /** The least number allowed; for a list, for each of its elements. */
  long min() default Long.MIN_VALUE;

  /** The greatest number allowed; for a list, for each of its elements. */
  long max() default Long.MAX_VALUE;

  /** The texts allowed; none means any. */
  String[] oneOf() default {};

  /** What else must hold. */
  Check check() default Check.ANY;

  /** Why it has no effect in Higuma, a sentence; empty where it has one. */
  String noEffect() default "";

  /** What it does, in a sentence or two. */
  String doc();
}
