/** Tells stories of simulated worlds, to look for broken promises or to replay one. */
@NullMarked
package org.comity.cli.sim;

import org.jspecify.annotations.NullMarked;
