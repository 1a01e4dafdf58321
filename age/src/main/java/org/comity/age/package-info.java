@NullMarked
package org.comity.age;

import org.jspecify.annotations.NullMarked;
