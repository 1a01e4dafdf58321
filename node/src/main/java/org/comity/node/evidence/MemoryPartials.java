package org.comity.node.evidence;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Growing files in memory, for simulations: what was not forced is lost in a {@link #crash}. */
public final class MemoryPartials implements PartialFiles {

    private static final class Content {
        private byte[] now = new byte[0];
        private byte[] durable = new byte[0];
    }

    private final Map<String, Content> files = new HashMap<>();

    @Override
    public synchronized PartialFile open(String name) {
        return new Growing(files.computeIfAbsent(name, n -> new Content()));
    }

    @Override
    public synchronized void delete(String name) {
        files.remove(name);
    }

    @Override
    public synchronized List<String> names() {
        return files.keySet().stream().sorted().toList();
    }

    /** Takes every file back to what was last forced. */
    public synchronized void crash() {
        files.values().forEach(content -> content.now = content.durable.clone());
    }

    private record Growing(Content content) implements PartialFile {

        @Override
        public void write(long offset, byte[] bytes) {
            synchronized (content) {
                int end = Math.toIntExact(offset + bytes.length);
                if (end > content.now.length) {
                    content.now = Arrays.copyOf(content.now, end);
                }
                System.arraycopy(bytes, 0, content.now, (int) offset, bytes.length);
            }
        }

        @Override
        public byte[] read(long offset, int length) {
            synchronized (content) {
                int from = (int) Math.min(offset, content.now.length);
                return Arrays.copyOfRange(content.now, from, Math.min(content.now.length, from + length));
            }
        }

        @Override
        public void force() {
            synchronized (content) {
                content.durable = content.now.clone();
            }
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }
}
