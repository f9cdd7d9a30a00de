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
      assertThat(first.data()).isEqualTo(home.resolve(".local/share").resolve(ID));
      assertThat(second.data()).isEqualTo(home.resolve(".local/share").resolve(ID + "-2"));
      assertThat(third.data()).isEqualTo(home.resolve(".local/share").resolve(ID + "-3"));
      assertThat(second.engine()).isNotEqualTo(first.engine());
    }
  }

  @Test
  void shouldKeepTheEngineOutOfTheAppsData() {
    try (Profile profile = Profile.take(folders(), ID)) {
      assertThat(profile.engine().startsWith(profile.data())).isFalse();
      assertThat(profile.data()).isEmptyDirectory();
    }
  }

  @Test
  void shouldTakeAProfileAgainThatIsFree() {
    UserFolders folders = folders();
    Profile first = Profile.take(folders, ID);
    try (Profile second = Profile.take(folders, ID)) {
      first.close();

      try (Profile again = Profile.take(folders, ID)) {
        assertThat(again.data()).isEqualTo(first.data()).isNotEqualTo(second.data());
      }
    }
  }

  @Test
  void shouldKeepWhatIsInAProfile() throws IOException {
    try (Profile profile = Profile.take(folders(), ID)) {
      Files.writeString(profile.data().resolve("kept"), "");
    }

    try (Profile profile = Profile.take(folders(), ID)) {
      assertThat(profile.data().resolve("kept")).exists();
    }
  }

  @Test
  void shouldTakeATemporaryFolderWhenThereIsNoOther() throws IOException {
    Files.writeString(home.resolve(".local"), "in the way");
    Path folder;
    try (Profile profile = Profile.take(folders(), ID)) {
      folder = profile.data();
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
