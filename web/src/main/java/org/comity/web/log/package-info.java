/** The optional public face of the own log: read-only, without a token, for C2SP witnesses, monitors and auditors. */
@NullMarked
package org.comity.web.log;

import org.jspecify.annotations.NullMarked;
