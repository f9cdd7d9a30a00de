package org.socketplatform.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.testkit.Items;
import org.socketplatform.testkit.PendingCall;
import org.socketplatform.testkit.PluginTest;

/** What commands can do besides answering a value. */
class ResultsTest {
  private static final String STUDIO =
      """
      package org.example;

      import java.io.ByteArrayOutputStream;
      import java.io.IOException;
      import java.nio.ByteBuffer;
      import java.nio.channels.Channels;
      import java.nio.channels.FileChannel;
      import java.util.List;
      import java.util.Map;
      import java.util.Optional;
      import java.util.concurrent.CompletableFuture;
      import java.util.concurrent.CompletionStage;
      import java.util.concurrent.CountDownLatch;
      import java.util.concurrent.Flow;
      import java.util.concurrent.SubmissionPublisher;
      import org.socketplatform.plugin.Body;
      import org.socketplatform.plugin.Caller;
      import org.socketplatform.plugin.Cancellation;
      import org.socketplatform.plugin.Command;
      import org.socketplatform.plugin.Failure;
      import org.socketplatform.plugin.FailureException;
      import org.socketplatform.plugin.Handover;
      import org.socketplatform.plugin.Plugin;
      import org.socketplatform.plugin.ReadableFile;
      import org.socketplatform.plugin.Reply;
      import org.socketplatform.plugin.Scoped;
      import org.socketplatform.plugin.ScopedPath;

      /** Does one of everything. */
      @Plugin("studio")
      final class Studio implements Handover, AutoCloseable {
        /** A note. */
        record Note(String text) {}

        static final CompletableFuture<String> NEVER = new CompletableFuture<>();
        static final CountDownLatch CANCELLED = new CountDownLatch(1);

        private boolean closed;

        /** Does nothing. */
        @Command void nothing() {}

        /** Turns bytes around. */
        @Command byte[] reverse(byte[] bytes) {
          byte[] turned = new byte[bytes.length];
          for (int i = 0; i < bytes.length; i++) {
            turned[i] = bytes[bytes.length - 1 - i];
          }
          return turned;
        }

        /** Counts bytes. */
        @Command long count(Body body, String unit) throws IOException {
          long count = body.stream().transferTo(java.io.OutputStream.nullOutputStream());
          return unit.equals("bits") ? 8 * count : count;
        }

        /** Takes a buffer. */
        @Command ByteBuffer same(ByteBuffer bytes) { return bytes; }

        /** Has a type. */
        @Command Reply.Bytes image() {
          return new Reply.Bytes(ByteBuffer.allocate(2), Map.of("content-type", "image/png"), () -> {});
        }

        /** Reads a file. */
        @Command byte[] read(ReadableFile file) throws IOException {
          try (FileChannel channel = file.open()) {
            return Channels.newInputStream(channel).readAllBytes();
          }
        }

        /** Names a place. */
        @Command(permission = "platform:basic")
        String entry(@Scoped(value = {"studio:see", "studio:touch"}, follow = false) ScopedPath place) {
          return place.path().getFileName().toString();
        }

        /** Answers later. */
        @Command CompletionStage<Note> later() {
          return CompletableFuture.supplyAsync(() -> new Note("late"));
        }

        /** Answers bytes later. */
        @Command CompletableFuture<byte[]> laterBytes() {
          return CompletableFuture.completedFuture(new byte[] {7});
        }

        /** Ends later. */
        @Command CompletionStage<Void> laterNothing() {
          return CompletableFuture.completedFuture(null);
        }

        /** Does not answer. */
        @Command CompletionStage<String> never() { return NEVER; }

        /** Fails later. */
        @Command CompletionStage<String> laterFailure() {
          return CompletableFuture.failedFuture(
              new FailureException(new Failure("NotFoundError", "NO_SUCH_NOTE", "There is none")));
        }

        /** Waits until the call is cancelled. */
        @Command String patient(Cancellation cancellation) throws InterruptedException {
          CountDownLatch latch = new CountDownLatch(1);
          cancellation.onCancel(latch::countDown);
          latch.await();
          CANCELLED.countDown();
          return "given up";
        }

        /** Tells who calls. */
        @Command String origin(Caller caller) { return caller.origin(); }

        /** Sends numbers. */
        @Command Flow.Publisher<Integer> numbers(int upTo) {
          SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>();
          Thread.ofVirtual().start(() -> {
            while (publisher.getNumberOfSubscribers() == 0) {
              Thread.onSpinWait();
            }
            for (int i = 1; i <= upTo; i++) {
              publisher.submit(i);
            }
            publisher.close();
          });
          return publisher;
        }

        /** Sends notes, the second of which has no text. */
        @Command Flow.Publisher<Note> notes() {
          return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            private int sent;

            @Override public void request(long n) {
              subscriber.onNext(new Note(sent++ == 0 ? "first" : none()));
            }

            @Override public void cancel() {}
          });
        }

        /** Answers null. */
        @Command String nullText() { return none(); }

        /** Answers a note without text. */
        @Command Note nullPart() { return new Note(none()); }

        /** Answers null in a list. */
        @Command List<String> nullItem() { return java.util.Arrays.asList("a", none()); }

        /** Answers null instead of an Optional. */
        @Command Optional<String> nullOptional() { return none(); }

        /** Answers null later. */
        @Command CompletionStage<String> nullLater() { return CompletableFuture.completedFuture(null); }

        /** Answers too large a number. */
        @Command long tooLarge() { return 1L << 53; }

        /** Answers too large a number in a list. */
        @Command List<Long> tooLargeInside() { return List.of(1L << 53); }

        /** Answers no number. */
        @Command double noNumber() { return Double.NaN; }

        /** Fails with a code. */
        @Command void fails() {
          throw new FailureException(
              new Failure("QuotaExceededError", "FULL", "There is no room").with("used", 7));
        }

        /** Has a defect. */
        @Command void breaks() { throw new IllegalStateException("a secret"); }

        @SuppressWarnings("TypeParameterUnusedInFormals")
        private static <T> T none() { return null; }

        @Override public Map<String, Object> release() { return Map.of("open", 3); }

        @Override public void adopt(Map<String, Object> state) {
          if (!state.equals(Map.of("open", 3))) {
            throw new IllegalArgumentException();
          }
        }

        @Override public void close() { closed = true; }
      }
      """;

  @TempDir static Path classes;

  private static Compilation compilation;

  @TempDir Path folder;

  private PluginTest app;
  private RouteProvider routes;

  @BeforeAll
  static void compile() {
    compilation = Compilation.of(classes, STUDIO);
    assertThat(compilation.problems()).isEmpty();
  }

  @BeforeEach
  void start() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.write(data.resolve("note"), new byte[] {1, 2});
    Path secret = Files.createFile(folder.resolve("secret"));
    Files.createSymbolicLink(data.resolve("link"), secret);
    routes = compilation.routes("org.example.Studio");
    app =
        PluginTest.with(routes)
            .path("data", data)
            .allow("studio = true", "[capabilities.studio]", "read[] = \"$DATA/**\"")
            .allow("see[] = \"$DATA/**\"", "touch[] = \"$DATA/**\"")
            .start();
  }

  @AfterEach
  void close() throws Exception {
    app.close();
  }

  private void assertDefect(String command, String why) {
    Failure failure = app.call(command).failure();
    assertThat(failure.code()).as(command).isEqualTo("INTERNAL");
    assertThat(app.log().getLast()).as(command).contains(why).doesNotContain("NullPointer");
  }

  @Test
  void shouldTakeAndAnswerBytesAsTheyAre() {
    byte[] bytes = {1, 2, 3};

    assertThat(app.call("studio.reverse", "bytes", bytes).bytes()).containsExactly(3, 2, 1);
    assertThat(app.call("studio.same", "bytes", bytes).bytes()).containsExactly(1, 2, 3);
    assertThat(app.call("studio.count", "body", bytes, "unit", "bits").json()).isEqualTo("24");
    assertThat(app.call("studio.image").headers()).containsEntry("content-type", "image/png");
    assertThat(app.call("studio.reverse").bytes()).isEmpty();
  }

  @Test
  void shouldRefuseMoreBytesThanAnArrayMayHave() {
    assertThat(app.call("studio.reverse", "bytes", new byte[(16 << 20) + 1]).failure().code())
        .isEqualTo("BODY_TOO_LARGE");
  }

  @Test
  void shouldAnswerNothing() {
    assertThat(app.call("studio.nothing").json()).isEqualTo("{}");
    assertThat(app.call("studio.laterNothing").json()).isEqualTo("{}");
  }

  @Test
  void shouldOnlyOpenWhatTheAppWasGranted() throws Exception {
    Path note = folder.resolve("data/note").toRealPath();

    assertThat(app.call("studio.read", "file", note).bytes()).containsExactly(1, 2);
    assertThat(app.call("studio.read", "file", folder.resolve("secret")).failure().code())
        .isEqualTo("NOT_ALLOWED");
    assertThat(app.call("studio.read", "file", folder.resolve("data/link")).failure().code())
        .isEqualTo("NOT_ALLOWED");
    assertThat(app.log()).anyMatch(line -> line.contains("To grant it"));
    assertThat(app.call("studio.read").failure().message()).contains("'file'");
  }

  @Test
  void shouldLetACommandSayHowAPlaceIsChecked() {
    assertThat(app.call("studio.entry", "place", folder.resolve("data/link")).text())
        .isEqualTo("link");
    assertThat(routes.routes())
        .filteredOn(route -> route.name().equals("studio.entry"))
        .allSatisfy(route ->
            assertThat(route.scopes())
                .extracting(scope -> scope.permission())
                .containsExactly("studio:see", "studio:touch"));
  }

  @Test
  void shouldWaitForWhatComesLater() {
    assertThat(app.call("studio.later").json()).isEqualTo("{\"text\":\"late\"}");
    assertThat(app.call("studio.laterBytes").bytes()).containsExactly(7);
    assertThat(app.call("studio.laterFailure").failure().code()).isEqualTo("NO_SUCH_NOTE");
  }

  @Test
  void shouldCancelWhatIsUnderWayWithItsCall() throws Exception {
    PendingCall never = app.start("studio.never");
    never.cancel();
    assertThat(never.answer().failure().code()).isEqualTo("ABORTED");

    PendingCall patient = app.start("studio.patient");
    patient.cancel();
    assertThat(patient.answer().isOk() || patient.answer().failure().code().equals("ABORTED"))
        .isTrue();
  }

  @Test
  void shouldHandTheCallerOver() {
    assertThat(app.call("studio.origin").text()).isEqualTo("socket://com.example.test");
  }

  @Test
  void shouldSendValuesAsTheyAreAskedFor() {
    Items numbers = app.call("studio.numbers", "upTo", 1000).items();

    assertThat(numbers.take(3)).containsExactly(1L, 2L, 3L);
    assertThat(numbers.all()).hasSize(997).endsWith(1000L);
    assertThat(numbers.failure()).isEmpty();
  }

  @Test
  void shouldEndAStreamWithADefectWhenAnItemHasNoForm() {
    Items notes = app.call("studio.notes").items();

    assertThat(notes.next()).hasValue(java.util.Map.of("text", "first"));
    assertThat(notes.next()).isEmpty();
    assertThat(notes.failure().orElseThrow().code()).isEqualTo("INTERNAL");
  }

  @Test
  void shouldTakeNullForADefectOfThePlugin() {
    assertDefect("studio.nullText", "Studio.nullText is null: declare it as Optional");
    assertDefect("studio.nullPart", "Note.text is null");
    assertDefect("studio.nullItem", "An item of Studio.nullItem is null");
    assertDefect("studio.nullOptional", "Studio.nullOptional is null");
    assertDefect("studio.nullLater", "Studio.nullLater is null");
  }

  @Test
  void shouldNotRoundWhatJavaScriptCannotHold() {
    assertDefect("studio.tooLarge", "9007199254740992 is beyond 2^53");
    assertDefect("studio.tooLargeInside", "9007199254740992 is beyond 2^53");
    assertDefect("studio.noNumber", "NaN has no form in JSON");
  }

  @Test
  void shouldTellFailuresFromDefects() {
    Failure failure = app.call("studio.fails").failure();

    assertThat(failure.type()).isEqualTo("QuotaExceededError");
    assertThat(failure.code()).isEqualTo("FULL");
    assertThat(failure.details()).containsEntry("used", 7L);
    assertDefect("studio.breaks", "a secret");
    assertThat(app.call("studio.breaks").failure().message()).doesNotContain("secret");
  }

  @Test
  void shouldHandOverAndCloseThePluginItself() throws Exception {
    assertThat(routes).isInstanceOf(org.socketplatform.plugin.Handover.class);
    var handover = (org.socketplatform.plugin.Handover) routes;
    handover.adopt(handover.release());
    ((AutoCloseable) routes).close();

    var field = routes.getClass().getDeclaredField("plugin");
    field.setAccessible(true);
    assertThat(field.get(routes)).extracting("closed").isEqualTo(true);
  }
}
