package org.socketplatform.bluetooth.loop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Gatt.Property;

/** A central that is connected to a peripheral. */
final class Link {
  private static final long ANSWER_SECONDS = 30;

  /** The opcode and the handle before a value. */
  private static final int HEADER = 3;

  private final Radio central;
  private final Radio peripheral;
  private final int mtu;
  private final List<Served> served;

  // Guarded by the air.
  private final Map<Integer, List<Consumer<byte[]>>> subscribers = new HashMap<>();
  private final List<Runnable> ends = new ArrayList<>();
  private boolean open = true;

  Link(Radio central, Radio peripheral) {
    this.central = central;
    this.peripheral = peripheral;
    this.mtu = Math.min(central.mtu(), peripheral.mtu());
    this.served = peripheral.served();
  }

  Radio central() {
    return central;
  }

  Radio peripheral() {
    return peripheral;
  }

  int mtu() {
    return mtu;
  }

  List<Gatt.Service> services() {
    return served.stream().flatMap(each -> each.services().stream()).toList();
  }

  boolean holds() {
    return Air.reaches(central, peripheral);
  }

  boolean isOpen() {
    synchronized (central.air()) {
      return open;
    }
  }

  /** Calls it when the link ends. */
  void onEnd(Runnable end) {
    synchronized (central.air()) {
      ends.add(end);
    }
  }

  void forget(Runnable end) {
    synchronized (central.air()) {
      ends.remove(end);
    }
  }

  /** Ends it, and tells those who asked for that. */
  void end() {
    List<Runnable> told;
    List<Integer> handles;
    synchronized (central.air()) {
      if (!open) {
        return;
      }
      open = false;
      told = List.copyOf(ends);
      handles = List.copyOf(subscribers.keySet());
      subscribers.clear();
      central.remove(this);
      peripheral.remove(this);
    }
    handles.forEach(handle -> servedAt(handle).subscribed(handle, false));
    told.forEach(end -> central.inbox().run(end));
  }

  byte[] read(int handle) {
    Served.Attribute attribute = attribute(handle);
    if (attribute.text() == null) {
      require(attribute, "be read", Property.READ);
    }
    byte[] value = ask(() -> servedAt(handle).read(central, attribute));
    return value.length > Gatt.LONGEST_VALUE ? Arrays.copyOf(value, Gatt.LONGEST_VALUE) : value;
  }

  void write(int handle, byte[] value, Gatt.Write how) {
    Served.Attribute attribute = attribute(handle);
    if (attribute.text() != null) {
      throw new BluetoothException(Code.NOT_PERMITTED, "The descriptor cannot be written");
    }
    byte[] copy = value.clone();
    if (how == Gatt.Write.WITH_RESPONSE) {
      require(attribute, "be written with a response", Property.WRITE);
      requireShort(copy);
      ask(() -> {
        servedAt(handle).write(central, attribute, copy);
        return copy;
      });
      return;
    }
    require(attribute, "be written without a response", Property.WRITE_WITHOUT_RESPONSE);
    if (copy.length > mtu - HEADER) {
      throw new BluetoothException(
          Code.VALUE_TOO_LONG,
          "Without a response at most "
              + (mtu - HEADER)
              + " bytes can be written; these are "
              + copy.length);
    }
    peripheral
        .inbox()
        .run(() -> {
          try {
            servedAt(handle).write(central, attribute, copy);
          } catch (BluetoothException e) {
            // nobody waits for an answer
          }
        });
  }

  /** Has the peripheral do it, and waits for the answer. */
  private byte[] ask(Supplier<byte[]> request) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    Runnable lost =
        () ->
            answer.completeExceptionally(
                new BluetoothException(Code.DISCONNECTED, "The connection is gone"));
    synchronized (central.air()) {
      requireOpen();
      ends.add(lost);
    }
    peripheral
        .inbox()
        .run(() -> {
          try {
            answer.complete(request.get());
          } catch (BluetoothException e) {
            answer.completeExceptionally(e);
          } catch (RuntimeException e) {
            answer.completeExceptionally(
                new BluetoothException(Code.REJECTED, "The device refused: " + e.getMessage()));
          }
        });
    try {
      return answer
          .completeOnTimeout(null, ANSWER_SECONDS, TimeUnit.SECONDS)
          .thenApply(value -> {
            if (value == null) {
              throw new BluetoothException(Code.TIMEOUT, "The device has not answered");
            }
            return value;
          })
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof BluetoothException failure) {
        throw new BluetoothException(failure.code(), String.valueOf(failure.getMessage()));
      }
      throw e;
    } finally {
      forget(lost);
    }
  }

  void subscribe(int handle, Consumer<byte[]> listener) {
    Served.Attribute attribute = attribute(handle);
    if (!canSubscribe(attribute.characteristic()) || attribute.text() != null) {
      throw new BluetoothException(
          Code.NOT_PERMITTED,
          "The characteristic "
              + attribute.characteristic().uuid()
              + " has no notifications; it has "
              + attribute.characteristic().properties());
    }
    boolean first;
    synchronized (central.air()) {
      requireOpen();
      List<Consumer<byte[]>> all = subscribers.computeIfAbsent(handle, _ -> new ArrayList<>());
      first = all.isEmpty();
      all.add(listener);
    }
    if (first) {
      servedAt(handle).subscribed(handle, true);
    }
  }

  void unsubscribe(int handle, Consumer<byte[]> listener) {
    synchronized (central.air()) {
      List<Consumer<byte[]>> all = subscribers.get(handle);
      if (all == null || !all.remove(listener) || !all.isEmpty()) {
        return;
      }
      subscribers.remove(handle);
    }
    servedAt(handle).subscribed(handle, false);
  }

  /** Tells a new value; false if nobody has asked for it. */
  boolean tell(int handle, byte[] value) {
    List<Consumer<byte[]>> all;
    synchronized (central.air()) {
      all = List.copyOf(subscribers.getOrDefault(handle, List.of()));
    }
    if (all.isEmpty()) {
      return false;
    }
    byte[] sent = Arrays.copyOf(value, Math.min(value.length, mtu - HEADER));
    central.inbox().run(() -> all.forEach(listener -> listener.accept(sent.clone())));
    return true;
  }

  static boolean canSubscribe(Gatt.Characteristic characteristic) {
    return characteristic.properties().contains(Property.NOTIFY)
        || characteristic.properties().contains(Property.INDICATE);
  }

  static void requireShort(byte[] value) {
    if (value.length > Gatt.LONGEST_VALUE) {
      throw new BluetoothException(
          Code.VALUE_TOO_LONG,
          "A value has at most " + Gatt.LONGEST_VALUE + " bytes; this one has " + value.length);
    }
  }

  private static void require(Served.Attribute attribute, String what, Property property) {
    if (!attribute.characteristic().properties().contains(property)) {
      throw new BluetoothException(
          Code.NOT_PERMITTED,
          "The characteristic "
              + attribute.characteristic().uuid()
              + " cannot "
              + what
              + "; it has "
              + attribute.characteristic().properties());
    }
  }

  private void requireOpen() {
    if (!open) {
      throw new BluetoothException(Code.DISCONNECTED, "The connection is gone");
    }
  }

  private Served.Attribute attribute(int handle) {
    synchronized (central.air()) {
      requireOpen();
    }
    for (Served each : served) {
      Served.Attribute found = each.attribute(handle);
      if (found != null) {
        return found;
      }
    }
    throw new BluetoothException(Code.NOT_FOUND, "The device has no attribute " + handle);
  }

  private Served servedAt(int handle) {
    for (Served each : served) {
      if (each.attribute(handle) != null) {
        return each;
      }
    }
    throw new BluetoothException(Code.NOT_FOUND, "The device has no attribute " + handle);
  }
}
