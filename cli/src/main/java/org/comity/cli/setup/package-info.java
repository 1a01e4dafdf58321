/** Makes a node's folder, runs the node, and takes on its officers. */
@NullMarked
package org.comity.cli.setup;

import org.jspecify.annotations.NullMarked;
