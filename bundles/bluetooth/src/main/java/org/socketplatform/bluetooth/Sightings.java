package org.socketplatform.bluetooth;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Predicate;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Registration;

/**
 * What a scan hears, for a page: at most four lists a second, each with the latest of every device
 * that was heard since. However many devices advertise however often, a page gets no more.
 */
final class Sightings implements Flow.Publisher<List<Sightings.Sighting>> {
  private static final Duration PERIOD = Duration.ofMillis(250);
  private static final int MOST_DEVICES = 1024;

  private final BluetoothProvider provider;
  private final Set<UUID> services;
  private final Predicate<Advertisement> wanted;

  // Guarded by this.
  private final Map<DeviceId, Advertisement> heard = new LinkedHashMap<>();

  /**
   * A device that was heard.
   *
   * @param rssi strength of the signal in dBm
   */
  record Sighting(String device, Optional<String> name, int rssi, List<String> services) {
    static Sighting of(Advertisement heard) {
      return new Sighting(
          heard.device().value(),
          heard.name(),
          heard.rssi(),
          heard.services().stream().map(UUID::toString).sorted().toList());
    }
  }

  Sightings(BluetoothProvider provider, Set<UUID> services, Predicate<Advertisement> wanted) {
    this.provider = provider;
    this.services = services;
    this.wanted = wanted;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super List<Sighting>> reader) {
    SubmissionPublisher<List<Sighting>> publisher =
        new SubmissionPublisher<>(Thread::startVirtualThread, 1);
    publisher.subscribe(reader);
    Registration scan = provider.scan(services, this::keep);
    Thread.ofVirtual()
        .name("bluetooth-sightings")
        .start(() -> {
          try (publisher;
              scan) {
            while (publisher.hasSubscribers()) {
              Thread.sleep(PERIOD);
              List<Sighting> news = take();
              if (!news.isEmpty()) {
                publisher.offer(news, null); // a page that does not read gets the next list
              }
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private synchronized void keep(Advertisement advertisement) {
    if (wanted.test(advertisement)
        && (heard.containsKey(advertisement.device()) || heard.size() < MOST_DEVICES)) {
      heard.put(advertisement.device(), advertisement);
    }
  }

  private synchronized List<Sighting> take() {
    List<Sighting> news = heard.values().stream().map(Sighting::of).toList();
    heard.clear();
    return news;
  }
}
