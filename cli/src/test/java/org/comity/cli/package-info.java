@NullMarked
package org.comity.cli;

import org.jspecify.annotations.NullMarked;
