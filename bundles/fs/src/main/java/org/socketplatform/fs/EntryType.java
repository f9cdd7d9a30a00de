package org.socketplatform.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What a name in a folder stands for, with libuv's {@code UV_DIRENT_} numbers. */
enum EntryType {
  UNKNOWN(0),
  FILE(1),
  DIR(2),
  LINK(3),
  FIFO(4),
  SOCKET(5),
  CHAR(6),
  BLOCK(7);

  private static final int S_IFMT = 0xf000;

  private final int number;

  EntryType(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** The type of an entry. */
  static EntryType of(Path entry) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.isOther() ? special(entry) : of(attributes);
  }

  /** The type of an entry that is not special. */
  static EntryType of(BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      return FILE;
    }
    if (attributes.isDirectory()) {
      return DIR;
    }
    return attributes.isSymbolicLink() ? LINK : UNKNOWN;
  }

  private static EntryType special(Path entry) throws IOException {
    if (!entry.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return UNKNOWN;
    }
    int mode = (Integer) Files.getAttribute(entry, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return switch (mode & S_IFMT) {
      case 0x1000 -> FIFO;
      case 0x2000 -> CHAR;
      case 0x6000 -> BLOCK;
      case 0xc000 -> SOCKET;
      default -> UNKNOWN;
    };
  }
}
