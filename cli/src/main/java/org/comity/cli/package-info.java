/**
 * The {@code comity} command: one class for each command, in rooms named like the capabilities of a node.
 *
 * <p>A command reads its arguments, asks a running node through its REST interface like any other program, and prints what came
 * back: for people by default, as one line of JSON with {@code --json}. Results go to the standard output, everything else to the
 * standard error. Commands that need no running node say so in their help.
 */
@NullMarked
package org.comity.cli;

import org.jspecify.annotations.NullMarked;
