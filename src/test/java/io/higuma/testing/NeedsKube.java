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
 *   <li>{@link KubeApi}: shared by all tests of this JVM, started on first use;
 *   <li>{@link TestNamespace}: the test's own namespace on the shared one;
 *   <li>{@link LocalKubeApi}: the test's own API server, for fault injection.
 * </ul>
 *
 * <p>The name of such a class ends in {@code KubeTest}. Without Kubernetes, the tests are skipped
 * and {@code make} reports it; with {@code CI=true} they fail.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KubeExtension.class)
public @interface NeedsKube {}
