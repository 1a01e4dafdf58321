/** Requests and what is done with them, with officers' signatures made here. */
@NullMarked
package org.comity.cli.casework;

import org.jspecify.annotations.NullMarked;
