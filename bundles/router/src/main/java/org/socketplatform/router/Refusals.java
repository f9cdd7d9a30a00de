package org.socketplatform.router;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the developer what was refused: each thing once, and not more than anyone would read. */
final class Refusals {
  static final int MOST = 200;

  private final Logger log;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Refusals(Logger log) {
    this.log = log;
  }

  void tell(String explanation) {
    if (told.size() >= MOST || !told.add(explanation)) {
      return;
    }
    log.log(Level.WARNING, explanation);
    if (told.size() == MOST) {
      log.log(Level.WARNING, "Further refusals are not logged");
    }
  }
}
