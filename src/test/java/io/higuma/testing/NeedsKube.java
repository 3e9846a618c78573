package io.higuma.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class need a real Kubernetes API server. They may take as parameters:
 *
 * <ul>
 *   <li>{@link KubeApi}: the one that all tests of this JVM share, started when first asked for;
 *   <li>{@link TestNamespace}: a namespace of the test's own on the shared one;
 *   <li>{@link LocalKubeApi}: one of the test's own, to break.
 * </ul>
 *
 * <p>The name of such a class ends in {@code KubeTest}. Where there is no Kubernetes, the tests are
 * skipped and {@code make test} says so at its end; with {@code CI=true} that is a failure.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KubeExtension.class)
public @interface NeedsKube {}
