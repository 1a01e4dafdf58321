/** Tests of the face to officers. */
@NullMarked
package org.comity.web.officers;

import org.jspecify.annotations.NullMarked;
