package org.comity.node.store;

/** Many runs of one statement, sent together. */
public interface SqlBatch {
    /** Adds a run with these arguments; see {@link Sql} for what they may be. */
    SqlBatch add(Object... args);

    /** Runs all that was added, in that order, and answers how many rows they changed together. The batch is empty again. */
    int run();
}
