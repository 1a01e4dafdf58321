package org.comity.cli.command;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/** Takes what libraries tell {@code java.util.logging} into the one log, so that none of them writes to the terminal by itself. */
public final class LibraryLog extends Handler {

    private final SimpleFormatter formatter = new SimpleFormatter();

    private LibraryLog() {}

    /** From now on. */
    public static void redirect() {
        LogManager.getLogManager().reset();
        java.util.logging.Logger.getLogger("").addHandler(new LibraryLog());
    }

    @Override
    public void publish(LogRecord record) {
        String name = record.getLoggerName() == null ? "library" : record.getLoggerName();
        org.slf4j.event.Level level = level(record.getLevel());
        var event = LoggerFactory.getLogger(name).atLevel(level);
        if (record.getThrown() != null) {
            event = event.setCause(record.getThrown());
        }
        event.log("{}", formatter.formatMessage(record));
    }

    private static org.slf4j.event.Level level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return org.slf4j.event.Level.ERROR;
        }
        if (value >= Level.WARNING.intValue()) {
            return org.slf4j.event.Level.WARN;
        }
        return value >= Level.INFO.intValue() ? org.slf4j.event.Level.INFO : org.slf4j.event.Level.DEBUG;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
