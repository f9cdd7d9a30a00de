package org.socketplatform.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
  private static final String ID = "org.example.app";

  @TempDir private Path home;

  @Test
  void shouldNumberTheProfilesOfCopies() {
    UserFolders folders = folders();

    try (Profile first = Profile.take(folders, ID);
        Profile second = Profile.take(folders, ID);
        Profile third = Profile.take(folders, ID)) {
      assertThat(first.folder()).isEqualTo(home.resolve(".local/share").resolve(ID));
      assertThat(second.folder()).isEqualTo(home.resolve(".local/share").resolve(ID + "-2"));
      assertThat(third.folder()).isEqualTo(home.resolve(".local/share").resolve(ID + "-3"));
    }
  }

  @Test
  void shouldTakeAProfileAgainThatIsFree() {
    UserFolders folders = folders();
    Profile first = Profile.take(folders, ID);
    try (Profile second = Profile.take(folders, ID)) {
      first.close();

      try (Profile again = Profile.take(folders, ID)) {
        assertThat(again.folder()).isEqualTo(first.folder()).isNotEqualTo(second.folder());
      }
    }
  }

  @Test
  void shouldKeepWhatIsInAProfile() throws IOException {
    try (Profile profile = Profile.take(folders(), ID)) {
      Files.writeString(profile.folder().resolve("kept"), "");
    }

    try (Profile profile = Profile.take(folders(), ID)) {
      assertThat(profile.folder().resolve("kept")).exists();
    }
  }

  @Test
  void shouldTakeATemporaryFolderWhenThereIsNoOther() throws IOException {
    Files.writeString(home.resolve(".local"), "in the way");
    Path folder;
    try (Profile profile = Profile.take(folders(), ID)) {
      folder = profile.folder();
      Files.writeString(folder.resolve("lost"), "");

      assertThat(folder).startsWith(home.resolve("tmp"));
    }
    assertThat(folder).doesNotExist();
  }

  private UserFolders folders() {
    Path temporary = home.resolve("tmp");
    try {
      Files.createDirectories(temporary);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return UserFolders.of(
        Map.of("HOME", home.toString(), "TMPDIR", temporary.toString()), ID, home);
  }
}
