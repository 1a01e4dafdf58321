@NullMarked
package org.comity.cli.launcher;

import org.jspecify.annotations.NullMarked;
