/** What all commands share: the session they run in, how they find a node and an officer's key, and how they end. */
@NullMarked
package org.comity.cli.command;

import org.jspecify.annotations.NullMarked;
