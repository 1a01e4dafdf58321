/** Fixtures of both faces' tests. */
@NullMarked
package org.comity.web;

import org.jspecify.annotations.NullMarked;
