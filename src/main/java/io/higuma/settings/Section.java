package io.higuma.settings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Attributes of a section that its component does not have. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Section {
  /** Prefix for names of environment variables inside that start with {@code _}. */
  String env() default "";

  /** The key in the file, if it cannot be the component's name. */
  String key() default "";

  /** Defaults inside, {@code path.inside=value}. */
  String[] values() default {};
}
