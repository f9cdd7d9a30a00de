package org.socketplatform.bluetooth;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/** A chooser that asks nobody, for tests and for apps without a screen. */
enum Rule implements Chooser {
  /** The first that is found. */
  FIRST {
    @Override
    public Optional<Advertisement> choose(Collection<Advertisement> candidates, boolean isLast) {
      return candidates.stream().findFirst();
    }
  },
  /** The one with the strongest signal, once the time is over. */
  STRONGEST {
    @Override
    public Optional<Advertisement> choose(Collection<Advertisement> candidates, boolean isLast) {
      return isLast
          ? candidates.stream().max(Comparator.comparingInt(Advertisement::rssi))
          : Optional.empty();
    }
  },
  /** None, as a person who closes the window. */
  NONE {
    @Override
    public Optional<Advertisement> choose(Collection<Advertisement> candidates, boolean isLast) {
      throw cancelled();
    }
  };

  static FailureException cancelled() {
    return new FailureException(new Failure("NotFoundError", "CANCELLED", "No device was chosen"));
  }
}
