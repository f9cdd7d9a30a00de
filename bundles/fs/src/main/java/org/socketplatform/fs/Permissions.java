package org.socketplatform.fs;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Permission bits of {@code chmod(2)} in the JDK's terms. */
final class Permissions {
  private static final FileAttribute<?>[] NONE = {};

  private Permissions() {}

  /** What a new file is to be created with; nothing where the file system knows no such bits. */
  static FileAttribute<?>[] ofNewFile(Path path, long mode) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return NONE;
    }
    // Declared from the lowest bit of the mode to the highest when read from the end.
    PosixFilePermission[] bits = PosixFilePermission.values();
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < bits.length; bit++) {
      if ((mode >> bit & 1) != 0) {
        set.add(bits[bits.length - 1 - bit]);
      }
    }
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
  }
}
