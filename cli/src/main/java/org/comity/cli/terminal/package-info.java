/**
 * How the command looks: streams and colours, tables, progress, times and hashes in words. Text that other states or callers wrote
 * passes {@link org.comity.cli.terminal.ForeignText} before it reaches a terminal.
 */
@NullMarked
package org.comity.cli.terminal;

import org.jspecify.annotations.NullMarked;
