/** Takes proofs out of a node, and verifies them without one. */
@NullMarked
package org.comity.cli.proof;

import org.jspecify.annotations.NullMarked;
