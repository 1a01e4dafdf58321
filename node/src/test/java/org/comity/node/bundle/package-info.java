@NullMarked
package org.comity.node.bundle;

import org.jspecify.annotations.NullMarked;
