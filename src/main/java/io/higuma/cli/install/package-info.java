/**
 * The manifests that install the control plane, without Helm: those of the chart, with changes of
 * the command line. Not here: the command's options. Start with {@link
 * io.higuma.cli.install.ControlPlaneManifests}.
 */
@NullMarked
package io.higuma.cli.install;

import org.jspecify.annotations.NullMarked;
