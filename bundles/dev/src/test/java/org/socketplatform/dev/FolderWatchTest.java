package org.socketplatform.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FolderWatchTest {
  @TempDir private Path folder;

  private FolderWatch watch;

  @BeforeEach
  void watchTheFolder() throws IOException {
    Files.createDirectories(folder.resolve("deep/er"));
    watch = new FolderWatch(path -> path.endsWith("skipped"));
    watch.add(folder);
  }

  @AfterEach
  void close() throws IOException {
    watch.close();
  }

  @Test
  void shouldTellWhatIsWrittenAnywhereBelow() throws Exception {
    Path file = Files.writeString(folder.resolve("deep/er/a.txt"), "a");

    awaitAll(file);
  }

  @Test
  void shouldTellWhatAnEditorMovesIntoPlace() throws Exception {
    Path draft = Files.writeString(folder.resolve("deep/.draft"), "a");
    Path file = folder.resolve("deep/a.txt");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);

    awaitAll(file);
  }

  @Test
  void shouldListTheFilesThatItWatches() throws Exception {
    Path file = Files.writeString(folder.resolve("deep/er/a.txt"), "a");
    Files.createDirectories(folder.resolve("skipped"));
    Files.writeString(folder.resolve("skipped/b.txt"), "b");

    assertThat(watch.files()).containsExactly(file);
  }

  @Test
  void shouldTellFilesOfFoldersThatCome() throws Exception {
    Path made = Files.createDirectories(folder.resolve("new/and/deep"));
    Path first = Files.writeString(made.resolve("first.txt"), "a");
    awaitAll(first);

    Path second = Files.writeString(made.resolve("second.txt"), "a");
    awaitAll(second);
  }

  @Test
  void shouldNotLookIntoSkippedFolders() throws Exception {
    Path skipped = Files.createDirectories(folder.resolve("skipped"));
    Files.writeString(skipped.resolve("a.txt"), "a");
    Path other = Files.writeString(folder.resolve("b.txt"), "b");

    assertThat(awaitAll(other)).noneMatch(path -> path.startsWith(skipped));
  }

  @Test
  void shouldEndWhenClosed() throws Exception {
    watch.close();

    assertThat(watch.await()).isNull();
  }

  /** All that was told until these were. */
  private Set<Path> awaitAll(Path... wanted) throws InterruptedException {
    Set<Path> told = new HashSet<>();
    while (!told.containsAll(Set.of(wanted))) {
      Set<Path> batch = watch.await();
      assertThat(batch).isNotNull();
      told.addAll(batch);
    }
    return told;
  }
}
