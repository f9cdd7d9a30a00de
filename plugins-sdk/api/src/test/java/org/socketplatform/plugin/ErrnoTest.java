package org.socketplatform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrnoTest {
  @Test
  void shouldTellAPathThroughAFileFromOneThatLeadsNowhere(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(Errno.of(missing(folder.resolve("none/deeper")))).contains(Errno.ENOENT);
    assertThat(Errno.of(missing(file.resolve("none/deeper")))).contains(Errno.ENOTDIR);
    assertThat(Errno.of(new NoSuchFileException("none"))).contains(Errno.ENOENT);
    assertThat(Errno.of(new NoSuchFileException("\0"))).contains(Errno.ENOENT);
    assertThat(Errno.of(new NoSuchFileException(null))).contains(Errno.ENOENT);
  }

  private static IOException missing(Path path) {
    return new NoSuchFileException(path.toString());
  }

  @Test
  void shouldKnowWhatTheJdkHasNoTypesFor() {
    assertThat(Errno.of(new IOException("Too many open files in system"))).contains(Errno.ENFILE);
    assertThat(Errno.of(new IOException("Too many open files"))).contains(Errno.EMFILE);
    assertThat(
            Errno.of(
                new FileSystemException(
                    "/x", null, "Too many levels of symbolic links (NOFOLLOW_LINKS specified)")))
        .contains(Errno.ELOOP);
    assertThat(Errno.of(new FileNotFoundException("/x (Is a directory)"))).contains(Errno.EISDIR);
    assertThat(Errno.of(new ClosedChannelException())).contains(Errno.EBADF);
    assertThat(Errno.of(new AtomicMoveNotSupportedException("/x", "/y", "why")))
        .contains(Errno.EXDEV);
  }

  @Test
  void shouldNotGuessWhatItDoesNotKnow() {
    assertThat(Errno.of(new IOException("whatever"))).isEmpty();
    assertThat(Errno.of(new IOException())).isEmpty();
    assertThat(Errno.of(new FileNotFoundException())).isEmpty();
  }

  @Test
  void shouldTellTheTextOfNodeUnlessAnotherIsGiven() {
    assertThat(Errno.EBADF.failure().message()).isEqualTo("EBADF: bad file descriptor");
    Failure failure = Errno.ENXIO.exception("named pipes are not supported").failure();
    assertThat(failure.type()).isEqualTo("ErrnoError");
    assertThat(failure.code()).isEqualTo("ENXIO");
    assertThat(failure.message()).isEqualTo("ENXIO: named pipes are not supported");
    assertThat(failure.details()).containsEntry("errno", -6);
  }

  @ParameterizedTest
  @EnumSource(Errno.class)
  void shouldGiveTheExceptionThatStandsForIt(Errno errno) {
    assertThat(Errno.of(errno.exceptionOf("/a/b"))).contains(errno);
  }
}
