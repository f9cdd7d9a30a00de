package org.socketplatform.fs;

import java.io.Closeable;

/** Something that a page has open under a number that it chose. */
sealed interface Handle extends Closeable permits OpenFile, OpenFolder {
  /** As {@code fs.getOpenDescriptors} names it. */
  String type();
}
