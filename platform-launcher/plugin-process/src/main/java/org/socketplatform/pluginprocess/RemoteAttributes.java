package org.socketplatform.pluginprocess;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.ValueReader;

/** Attributes of a file as the platform tells them. */
record RemoteAttributes(
    String kind,
    long size,
    FileTime lastModifiedTime,
    FileTime lastAccessTime,
    FileTime creationTime)
    implements BasicFileAttributes {
  static RemoteAttributes read(ValueReader reader) {
    String kind = "other";
    long size = 0;
    FileTime modified = FileTime.fromMillis(0);
    FileTime accessed = modified;
    FileTime created = modified;
    reader.beginObject();
    for (String name; (name = reader.nextName()) != null; ) {
      switch (name) {
        case "kind" -> kind = reader.string();
        case "size" -> size = reader.integer();
        case "modified" -> modified = FileTime.fromMillis(reader.integer());
        case "accessed" -> accessed = FileTime.fromMillis(reader.integer());
        case "created" -> created = FileTime.fromMillis(reader.integer());
        default -> reader.skip();
      }
    }
    return new RemoteAttributes(kind, size, modified, accessed, created);
  }

  @Override
  public boolean isRegularFile() {
    return kind.equals("file");
  }

  @Override
  public boolean isDirectory() {
    return kind.equals("folder");
  }

  @Override
  public boolean isSymbolicLink() {
    return kind.equals("link");
  }

  @Override
  public boolean isOther() {
    return kind.equals("other");
  }

  @Override
  public @Nullable Object fileKey() {
    return null;
  }
}
