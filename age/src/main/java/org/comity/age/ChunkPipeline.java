package org.comity.age;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comity.age.ChunkCipher.Step;

/**
 * One pass of chunks from a channel through the cipher to a channel, in parallel and in order.
 *
 * <p>The calling thread reads a batch of four chunks into a slot, hands it to the executor, and reads the next. Slots
 * under way stand in a queue in file order; when as many are out as the workers allow, the calling thread waits for the
 * oldest, writes it, and reads into it again. So at most {@code parallelism + 2} slots exist, whatever the length.
 * Waiting begins by running the task: if the executor has not started it, the caller does the work.
 *
 * <p>Which chunk is the last is known only when nothing follows, therefore a slot is handed over after the one behind
 * it has been read.
 */
final class ChunkPipeline {
    private static final int BATCH = 4;

    private final int inUnit;
    private final int outUnit;
    private final Step step;
    private final Supplier<ChunkCipher> ciphers;
    private final Workers workers;
    private final Consumer<ByteBuffer> onRead;
    private final Consumer<ByteBuffer> onWrite;
    private final ArrayDeque<Slot> underWay = new ArrayDeque<>();
    private final ArrayDeque<Slot> free = new ArrayDeque<>();
    private int slots;
    private long nextIndex;
    private boolean inputEnded;
    private long written;

    private ChunkPipeline(
            int inUnit,
            int outUnit,
            Step step,
            Supplier<ChunkCipher> ciphers,
            Workers workers,
            Consumer<ByteBuffer> onRead,
            Consumer<ByteBuffer> onWrite) {
        this.inUnit = inUnit;
        this.outUnit = outUnit;
        this.step = step;
        this.ciphers = ciphers;
        this.workers = workers;
        this.onRead = onRead;
        this.onWrite = onWrite;
    }

    static ChunkPipeline sealing(Supplier<ChunkCipher> ciphers, Workers workers, PassObserver observer) {
        return new ChunkPipeline(
                Format.CHUNK_BYTES,
                Format.SEALED_CHUNK_BYTES,
                ChunkCipher::seal,
                ciphers,
                workers,
                observer::plaintext,
                observer::sealed);
    }

    static ChunkPipeline opening(Supplier<ChunkCipher> ciphers, Workers workers, PassObserver observer) {
        return new ChunkPipeline(
                Format.SEALED_CHUNK_BYTES,
                Format.CHUNK_BYTES,
                ChunkCipher::open,
                ciphers,
                workers,
                observer::sealed,
                observer::plaintext);
    }

    /** Returns the number of bytes written. */
    long run(ReadableByteChannel in, WritableByteChannel out) throws IOException {
        try {
            Slot current = emptySlot(out);
            current.fill(in);
            while (true) {
                Slot next = emptySlot(out);
                next.fill(in);
                current.start(next.inLength == 0);
                if (next.inLength == 0) {
                    break;
                }
                current = next;
            }
            while (!underWay.isEmpty()) {
                finishOldest(out);
            }
            return written;
        } finally {
            underWay.forEach(Slot::cancel);
        }
    }

    private Slot emptySlot(WritableByteChannel out) throws IOException {
        if (free.isEmpty() && slots < workers.parallelism() + 2) {
            slots++;
            return new Slot();
        }
        if (free.isEmpty()) {
            finishOldest(out);
        }
        return free.remove();
    }

    private void finishOldest(WritableByteChannel out) throws IOException {
        Slot slot = underWay.remove();
        ByteBuffer result = ByteBuffer.wrap(slot.out, 0, slot.await());
        onWrite.accept(result.duplicate());
        written += result.remaining();
        writeAll(out, result);
        free.add(slot);
    }

    static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Four chunks with the buffers and the cipher to turn them over. */
    private final class Slot {
        private final byte[] in = new byte[BATCH * inUnit];
        private final byte[] out = new byte[BATCH * outUnit];
        private final ChunkCipher cipher = ciphers.get();
        private int inLength;
        private FutureTask<Integer> task = new FutureTask<>(() -> 0);

        void fill(ReadableByteChannel channel) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(in);
            while (!inputEnded && buffer.hasRemaining()) {
                inputEnded = channel.read(buffer) < 0;
            }
            inLength = buffer.position();
            onRead.accept(ByteBuffer.wrap(in, 0, inLength));
        }

        void start(boolean last) {
            long firstIndex = nextIndex;
            nextIndex += BATCH;
            task = new FutureTask<>(() -> turn(firstIndex, last));
            underWay.add(this);
            try {
                workers.executor().execute(task);
            } catch (RejectedExecutionException e) {
                // Left in the queue: the calling thread runs it when its turn comes.
                return;
            }
        }

        /** At least one chunk, which may be empty: the sole chunk of an empty plaintext. */
        private int turn(long firstIndex, boolean last) {
            int chunks = Math.max(1, Math.ceilDiv(inLength, inUnit));
            int length = 0;
            for (int i = 0; i < chunks; i++) {
                int at = i * inUnit;
                boolean lastChunk = last && i == chunks - 1;
                length += step.apply(
                        cipher, firstIndex + i, lastChunk, in, at, Math.min(inUnit, inLength - at), out, length);
            }
            return length;
        }

        int await() throws IOException {
            task.run();
            try {
                return task.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted = new InterruptedIOException("interrupted while a chunk was sealed");
                interrupted.initCause(e);
                throw interrupted;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AgeException refusal) {
                    throw refusal;
                }
                throw new IllegalStateException("a chunk could not be turned over", e.getCause());
            }
        }

        void cancel() {
            task.cancel(false);
        }
    }
}
