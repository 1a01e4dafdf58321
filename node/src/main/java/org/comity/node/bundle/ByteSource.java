package org.comity.node.bundle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes that are read from the beginning more than once, for example to be measured and then written. */
@FunctionalInterface
public interface ByteSource {

    /** A new channel at the first byte; the caller closes it. Every channel must give the same bytes. */
    ReadableByteChannel open() throws IOException;

    /** Copies the bytes. */
    static ByteSource of(byte[] bytes) {
        byte[] own = bytes.clone();
        return () -> Channels.newChannel(new ByteArrayInputStream(own));
    }

    static ByteSource of(Path file) {
        return () -> FileChannel.open(file, StandardOpenOption.READ);
    }
}
