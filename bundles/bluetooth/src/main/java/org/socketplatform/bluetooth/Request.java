package org.socketplatform.bluetooth;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Registration;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/** A page looks for a device, and somebody chooses one. */
final class Request {
  private static final int MOST_CANDIDATES = 512;
  private static final Duration LOOKS = Duration.ofMillis(200);

  private final BluetoothProvider provider;
  private final Chooser chooser;

  // Guarded by this.
  private final Map<DeviceId, Advertisement> found = new LinkedHashMap<>();

  Request(BluetoothProvider provider, Chooser chooser) {
    this.provider = provider;
    this.chooser = chooser;
  }

  /**
   * Blocks until a device is chosen.
   *
   * @param services that the system may look for; empty if it is to look for all
   * @throws FailureException {@code NOT_FOUND} if there is none in time, or {@code CANCELLED}
   */
  Advertisement await(
      Set<UUID> services, Predicate<Advertisement> wanted, Cancellation cancellation)
      throws InterruptedException {
    try {
      Registration scan = scan(services, wanted);
      try {
        return awaitChoice(cancellation);
      } finally {
        scan.close();
      }
    } finally {
      chooser.close();
    }
  }

  private Advertisement awaitChoice(Cancellation cancellation) throws InterruptedException {
    long end = System.nanoTime() + chooser.patience().toNanos();
    for (; ; ) {
      boolean isLast = System.nanoTime() >= end;
      Optional<Advertisement> chosen = chooser.choose(candidates(), isLast);
      if (chosen.isPresent()) {
        return chosen.get();
      }
      if (cancellation.isCancelled()) {
        throw new FailureException(Failure.aborted());
      }
      if (isLast) {
        throw new FailureException(
            new Failure("NotFoundError", "NOT_FOUND", "No device was found that the page may use"));
      }
      awaitNews();
    }
  }

  private Registration scan(Set<UUID> services, Predicate<Advertisement> wanted) {
    return provider.scan(
        services,
        heard -> {
          if (wanted.test(heard)) {
            keep(heard);
          }
        });
  }

  private synchronized void keep(Advertisement heard) {
    if (found.containsKey(heard.device()) || found.size() < MOST_CANDIDATES) {
      if (found.put(heard.device(), heard) == null) {
        notifyAll();
      }
    }
  }

  private synchronized List<Advertisement> candidates() {
    return List.copyOf(found.values());
  }

  private synchronized void awaitNews() throws InterruptedException {
    TimeUnit.NANOSECONDS.timedWait(this, LOOKS.toNanos());
  }
}
