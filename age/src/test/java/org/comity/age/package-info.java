/** Tests of the age format. */
@NullMarked
package org.comity.age;

import org.jspecify.annotations.NullMarked;
