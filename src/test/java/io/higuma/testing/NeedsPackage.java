package io.higuma.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that runs the package as a process: {@code target/higuma-runner.jar}, or the executable in
 * the system property {@code higuma.executable}. Run after the build by Failsafe; all other tests
 * are run before by Surefire.
 */
@Tag("packaged")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsPackage {}
