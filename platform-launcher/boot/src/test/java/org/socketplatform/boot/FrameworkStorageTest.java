package org.socketplatform.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameworkStorageTest {
  @TempDir private Path home;

  @Test
  void shouldGiveEachTakerASlotOfItsOwn() {
    UserFolders folders = folders();

    try (FrameworkStorage first = FrameworkStorage.take(folders, "a");
        FrameworkStorage second = FrameworkStorage.take(folders, "a")) {
      assertThat(first.folder()).isEqualTo(folders.cache().resolve("a/1"));
      assertThat(second.folder()).isEqualTo(folders.cache().resolve("a/2"));
    }
  }

  @Test
  void shouldKnowASlotThatWasFilled() throws IOException {
    try (FrameworkStorage storage = FrameworkStorage.take(folders(), "a")) {
      assertThat(storage.filled()).isFalse();
      Files.createDirectories(storage.folder());
      storage.markFilled();
    }

    try (FrameworkStorage storage = FrameworkStorage.take(folders(), "a")) {
      assertThat(storage.filled()).isTrue();
      storage.clear();
      assertThat(storage.filled()).isFalse();
    }
  }

  @Test
  void shouldRemovePlansThatNobodyRuns() {
    UserFolders folders = folders();
    FrameworkStorage.take(folders, "old").close();
    try (FrameworkStorage used = FrameworkStorage.take(folders, "used")) {
      try (FrameworkStorage current = FrameworkStorage.take(folders, "current")) {
        assertThat(folders.cache().resolve("old")).doesNotExist();
        assertThat(used.folder().getParent()).exists();
        assertThat(current.folder().getParent()).exists();
      }
    }
  }

  @Test
  void shouldTakeATemporaryFolderWhenThereIsNoOther() throws IOException {
    Files.writeString(home.resolve(".cache"), "in the way");
    Path folder;
    try (FrameworkStorage storage = FrameworkStorage.take(folders(), "a")) {
      folder = storage.folder();
      assertThat(folder).isDirectory();
    }
    assertThat(folder).doesNotExist();
  }

  private UserFolders folders() {
    return UserFolders.of(
        Map.of("HOME", home.toString(), "TMPDIR", home.toString()), "org.example.app", home);
  }
}
