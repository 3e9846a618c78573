package io.higuma.settings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A setting: a leaf of the tree of records under {@link Settings}.
 *
 * <p>The catalogue, and with it loader, checks, reference page and config API, is built from these
 * annotations only.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {
  /**
   * The name of its environment variable. A name that starts with {@code _} is appended to the
   * {@link Section#env} of its section: for records that occur more than once.
   */
  String env();

  /** The default, written as in an environment variable. */
  String value() default "";

  /** The key in the file, if it cannot be the component's name. */
  String key() default "";

  /** The path of a second key for the same setting. */
  String alias() default "";

  /** The minimum of a number; for a list, of each element. */
  long min() default Long.MIN_VALUE;

  /** The maximum of a number; for a list, of each element. */
  long max() default Long.MAX_VALUE;

  /** The allowed texts; none means any. */
  String[] oneOf() default {};

  /** A further constraint. */
  Check check() default Check.ANY;

  /** Why it has no effect in Higuma, a sentence; empty if it has an effect. */
  String noEffect() default "";

  /** Its description, one or two sentences. */
  String doc();
}
