/** Test fixtures: a real Kubernetes API server, shared by a test run or private to one test. */
@NullMarked
package io.higuma.testing;

import org.jspecify.annotations.NullMarked;
