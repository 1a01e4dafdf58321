package org.comity.node.store;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Sorts what the driver throws into the types of this room. */
final class SqlFailure {
    private SqlFailure() {}

    /** Extended result codes keep the primary code in their low byte (sqlite.org/rescode.html). */
    static StoreException of(String what, SQLException e) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
        String message = what + ": " + e.getMessage();
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return new StorageFailed(message, true, e);
        }
        if (code == SQLiteErrorCode.SQLITE_IOERR.code
                || code == SQLiteErrorCode.SQLITE_CORRUPT.code
                || code == SQLiteErrorCode.SQLITE_NOTADB.code
                || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || code == SQLiteErrorCode.SQLITE_NOMEM.code) {
            return new StorageFailed(message, false, e);
        }
        if (code == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
            return new ConstraintViolated(message, e);
        }
        return new StoreException(message, e);
    }
}
