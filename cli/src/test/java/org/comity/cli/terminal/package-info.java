@NullMarked
package org.comity.cli.terminal;

import org.jspecify.annotations.NullMarked;
