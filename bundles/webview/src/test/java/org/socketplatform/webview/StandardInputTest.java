package org.socketplatform.webview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Writable;

@Timeout(30)
class StandardInputTest {
  @Test
  void shouldTellWhatIsWrittenAndThatItEnds() throws Exception {
    StandardInput input = new StandardInput(new ByteArrayInputStream("hä?".getBytes(UTF_8)));

    Listener listener = new Listener(input, 10);

    assertThat(listener.next()).isEqualTo("hä?");
    assertThat(listener.next()).isEqualTo("end");
    assertThat(new Listener(input, 1).next()).isEqualTo("end");
  }

  @Test
  void shouldKeepForTheNextWhatTheLastDidNotTake() throws Exception {
    PipedOutputStream out = new PipedOutputStream();
    StandardInput input = new StandardInput(new PipedInputStream(out));
    Listener first = new Listener(input, 2);
    out.write('a');
    out.flush();
    assertThat(first.next()).isEqualTo("a");
    first.cancel();
    out.write('b');
    out.flush();

    Listener second = new Listener(input, 1);

    assertThat(second.next()).isEqualTo("b");
    assertThat(first.said).isEmpty();
  }

  @Test
  void shouldEndTheStreamOfWhoCameBefore() throws Exception {
    PipedOutputStream out = new PipedOutputStream();
    StandardInput input = new StandardInput(new PipedInputStream(out));
    Listener first = new Listener(input, 10);

    Listener second = new Listener(input, 10);

    assertThat(first.next()).isEqualTo("end");
    out.write('a');
    out.flush();
    assertThat(second.next()).isEqualTo("a");
  }

  @Test
  void shouldTellThatReadingFails() throws Exception {
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    StandardInput input = new StandardInput(closed);

    assertThat(new Listener(input, 1).next()).isEqualTo("failed: Stream closed");
  }

  /** Writes down what it is told. */
  private static final class Listener implements Flow.Subscriber<Writable> {
    private static final Pattern DATA = Pattern.compile("\\{\"data\":\"([^\"]*)\"}");
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final long wanted;
    private Flow.@Nullable Subscription subscription;

    Listener(StandardInput input, long wanted) {
      this.wanted = wanted;
      input.subscribe(this);
    }

    String next() throws InterruptedException {
      return said.poll(20, TimeUnit.SECONDS);
    }

    void cancel() {
      Objects.requireNonNull(subscription).cancel();
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      newSubscription.request(wanted);
    }

    @Override
    public void onNext(Writable item) {
      Matcher data = DATA.matcher(Json.text(item));
      said.add(data.matches() ? new String(Base64.getDecoder().decode(data.group(1)), UTF_8) : "?");
    }

    @Override
    public void onError(Throwable cause) {
      said.add("failed: " + cause.getMessage());
    }

    @Override
    public void onComplete() {
      said.add("end");
    }
  }
}
