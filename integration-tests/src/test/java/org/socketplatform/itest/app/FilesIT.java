package org.socketplatform.itest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files from a page when the service is replaced, the disk is full, or a folder goes. */
class FilesIT {
  private static final int FILES = 1_000;
  private static final int LARGEST = 200_000;
  private static final int MANY = 100_000;

  @TempDir Path temp;

  @Test
  void shouldCopyByteExactWhileTheServiceIsReplaced() throws Exception {
    Path from = Files.createDirectory(temp.resolve("from"));
    Path to = Files.createDirectory(temp.resolve("to"));
    Random random = new Random(42);
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = new byte[random.nextInt(LARGEST)];
      random.nextBytes(bytes);
      Files.write(from.resolve("file-" + i), bytes);
    }

    App.of("copying", temp)
        .with("--", from.toString(), to.toString())
        .run()
        .assertChecks("copies while the service is replaced");

    for (int i = 0; i < FILES; i++) {
      assertThat(Files.mismatch(from.resolve("file-" + i), to.resolve("file-" + i)))
          .as("first difference in copy %d", i)
          .isEqualTo(-1);
    }
  }

  @Test
  void shouldLoseNothingSilently() throws Exception {
    Path many = Files.createDirectory(temp.resolve("many"));
    for (int i = 0; i < MANY; i++) {
      Files.createFile(many.resolve("name-" + i));
    }
    Path odd = Files.createDirectory(temp.resolve("odd"));
    Files.createFile(Path.of(URI.create(odd.toUri() + "a%FFb")));
    Path disk = Files.createDirectory(temp.resolve("small"));
    boolean mounted = mount(disk);
    List<String> checks =
        new ArrayList<>(
            List.of("a folder that goes", "names that are not text", "a hundred thousand names"));
    if (mounted) {
      checks.addFirst("a full disk");
    }
    try {
      App.of("disk", temp)
          .with("--", many.toString(), odd.toString(), mounted ? disk.toString() : "none")
          .run()
          .assertChecks(checks.toArray(String[]::new));
    } finally {
      if (mounted) {
        new ProcessBuilder("umount", disk.toString()).start().waitFor();
      }
    }
  }

  /** A disk of one mebibyte, where this may be made. */
  private static boolean mount(Path folder) throws IOException, InterruptedException {
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (mount.waitFor() == 0) {
      return true;
    }
    System.out.println("A full disk is not tested, which needs the right to mount: " + said);
    return false;
  }
}
