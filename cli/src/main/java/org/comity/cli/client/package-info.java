/** Talks to a running node through its REST interface, as any program of an officer could. Knows no command and prints nothing. */
@NullMarked
package org.comity.cli.client;

import org.jspecify.annotations.NullMarked;
