package org.socketplatform.bluetooth;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.socketplatform.bluetooth.api.Advertisement;

/** Decides which device a page may use. */
interface Chooser {
  /**
   * Looks at what is there, again and again while devices are found.
   *
   * @param candidates all that the page may use and that it looks for
   * @param isLast true if there will be no other chance
   * @return the device; empty for none yet, or for none at all if it is the last chance
   */
  Optional<Advertisement> choose(Collection<Advertisement> candidates, boolean isLast);

  /** How long it is waited for. */
  default Duration patience() {
    return Duration.ofSeconds(10);
  }

  /** The page is not waiting any more. */
  default void close() {}
}
