@NullMarked
package org.comity.bench;

import org.jspecify.annotations.NullMarked;
