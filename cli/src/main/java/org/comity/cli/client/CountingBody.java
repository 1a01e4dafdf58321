package org.comity.cli.client;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/** A body that tells how much of it was handed to the connection. */
final class CountingBody implements BodyPublisher {

    private final BodyPublisher inner;
    private final LongConsumer progress;

    CountingBody(BodyPublisher inner, LongConsumer progress) {
        this.inner = inner;
        this.progress = progress;
    }

    @Override
    public long contentLength() {
        return inner.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        inner.subscribe(new Flow.Subscriber<>() {
            private long done;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer block) {
                done += block.remaining();
                subscriber.onNext(block);
                progress.accept(done);
            }

            @Override
            public void onError(Throwable error) {
                subscriber.onError(error);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }
}
