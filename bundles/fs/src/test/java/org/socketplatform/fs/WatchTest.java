package org.socketplatform.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socketplatform.plugin.FailureException;

class WatchTest {
  private static final int PATIENCE_SECONDS = 20;

  private final FileSystemRoutes plugin = new FileSystemRoutes();
  private final Page page = new Page(plugin, 0);

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void resolve() throws Exception {
    folder = temp.toRealPath();
  }

  @AfterEach
  void deactivate() {
    plugin.close();
  }

  /** Reads changes as {@code type name}, as many as it asks for. */
  private static final class Reader implements Flow.Subscriber<Watch.Change> {
    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(Watch.Change change) {
      changes.add(change.eventType() + change.filename().map(name -> " " + name).orElse(""));
    }

    @Override
    public void onError(Throwable error) {
      end.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      end.complete(null);
    }

    Flow.Subscription subscription() {
      return Objects.requireNonNull(subscription);
    }

    void awaitChange(String wanted) throws InterruptedException {
      String change = "";
      while (!change.equals(wanted)) {
        change = changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(change).as("awaiting " + wanted).isNotNull();
      }
    }
  }

  private Reader watch(Path path, boolean recursive) throws Exception {
    Reader reader = new Reader();
    Watch.of(page.place("fs.watch", path), recursive).subscribe(reader);
    return reader;
  }

  private Reader watchAll(Path path, boolean recursive) throws Exception {
    Reader reader = watch(path, recursive);
    reader.subscription().request(Long.MAX_VALUE);
    reader.awaitChange("ready");
    return reader;
  }

  @Test
  void shouldTellWhatComesChangesAndGoes() throws Exception {
    Reader reader = watchAll(folder, false);
    Path file = Files.createFile(folder.resolve("f"));
    reader.awaitChange("rename f");
    Files.writeString(file, "text");
    reader.awaitChange("change f");
    Files.delete(file);
    reader.awaitChange("rename f");
    reader.subscription().cancel();
  }

  @Test
  void shouldTellOfFoldersBelowThatCameLater() throws Exception {
    Files.createDirectories(folder.resolve("a/b"));
    Reader reader = watchAll(folder, true);
    Files.createFile(folder.resolve("a/b/f"));
    reader.awaitChange("rename a/b/f");
    Files.createDirectories(folder.resolve("new/deep"));
    Files.createFile(folder.resolve("new/deep/g"));
    reader.awaitChange("rename new/deep/g");
    reader.subscription().cancel();
  }

  @Test
  void shouldTellOfOneFileOnly() throws Exception {
    Path file = Files.createFile(folder.resolve("f"));
    Reader reader = watchAll(file, false);
    Files.createFile(folder.resolve("other"));
    Files.writeString(file, "text");
    assertThat(reader.changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("change f");
    reader.subscription().cancel();
  }

  @Test
  void shouldSayThatChangesWereMissedWhenNobodyReads() throws Exception {
    Reader reader = watch(folder, false);
    reader.subscription().request(2);
    reader.awaitChange("ready");
    Files.createFile(folder.resolve("first"));
    reader.awaitChange("rename first"); // the next change waits, and with it all others
    for (int i = 0; i < 2_000; i++) {
      Files.createFile(folder.resolve("file-" + i));
    }
    reader.subscription().request(Long.MAX_VALUE);
    reader.awaitChange("overflow");
    reader.subscription().cancel();
  }

  @Test
  void shouldEndWhenTheFolderIsGone() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Reader reader = watchAll(gone, true);
    Files.delete(gone);
    reader.awaitChange("rename gone");
    reader.end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void shouldRefuseWhatIsNotThere() throws Exception {
    Reader reader = watch(folder.resolve("none"), false);
    assertThat(reader.end.handle((_, error) -> error).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            FailureException.class,
            error -> assertThat(error.failure().code()).isEqualTo("ENOENT"));
  }
}
