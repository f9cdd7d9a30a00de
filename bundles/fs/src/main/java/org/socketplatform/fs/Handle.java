package org.socketplatform.fs;

import java.io.Closeable;
import java.util.Map;

/** Something that a page has open under a number that it chose. */
sealed interface Handle extends Closeable permits OpenFile, OpenFolder {
  /** As {@code fs.getOpenDescriptors} names it. */
  String type();

  /** What another version of this plugin needs to go on with it, as types of the JDK. */
  Map<String, Object> release();
}
