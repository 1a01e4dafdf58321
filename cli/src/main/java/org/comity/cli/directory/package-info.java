/** The own card and the other members. */
@NullMarked
package org.comity.cli.directory;

import org.jspecify.annotations.NullMarked;
