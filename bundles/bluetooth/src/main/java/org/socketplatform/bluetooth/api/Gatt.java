package org.socketplatform.bluetooth.api;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** The attributes of a device, as the Generic Attribute Profile orders them. */
public final class Gatt {
  /** The longest value of an attribute, in bytes (Bluetooth Core 5.4, volume 3, part F, 3.2.9). */
  public static final int LONGEST_VALUE = 512;

  private static final long BASE_HIGH = 0x0000_1000L;
  private static final long BASE_LOW = 0x8000_0080_5f9b_34fbL;

  private Gatt() {}

  /** The full form of an identifier of 16 or 32 bits, such as {@code 0x180d}. */
  public static UUID uuid(long assigned) {
    if (assigned < 0 || assigned > 0xffff_ffffL) {
      throw new IllegalArgumentException("Not an identifier of 32 bits: " + assigned);
    }
    return new UUID(assigned << 32 | BASE_HIGH, BASE_LOW);
  }

  /** What may be done with a characteristic. */
  public enum Property {
    READ,
    WRITE,
    WRITE_WITHOUT_RESPONSE,
    NOTIFY,
    INDICATE;

    /** As BlueZ and the command line write it: {@code write-without-response}. */
    public String flag() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** How a value is written. */
  public enum Write {
    /** The device confirms it. */
    WITH_RESPONSE,
    /** It is sent, and may be lost. */
    WITHOUT_RESPONSE
  }

  /** A service of a connected device. */
  public record Service(UUID uuid, boolean primary, List<Characteristic> characteristics) {
    public Service {
      characteristics = List.copyOf(characteristics);
    }
  }

  /**
   * A characteristic of a connected device.
   *
   * @param handle tells it from others, also from those of the same UUID, on this connection
   */
  public record Characteristic(
      int handle, UUID uuid, Set<Property> properties, List<Descriptor> descriptors) {
    public Characteristic {
      properties = Set.copyOf(properties);
      descriptors = List.copyOf(descriptors);
    }
  }

  /**
   * A descriptor of a characteristic.
   *
   * @param handle as of a characteristic
   */
  public record Descriptor(int handle, UUID uuid) {}

  /** A service to serve. */
  public record ServiceSpec(UUID uuid, List<CharacteristicSpec> characteristics) {
    public ServiceSpec {
      characteristics = List.copyOf(characteristics);
    }
  }

  /** A characteristic to serve; its UUID is the only one of that kind in its service. */
  public record CharacteristicSpec(
      UUID uuid, Set<Property> properties, List<DescriptorSpec> descriptors) {
    public CharacteristicSpec {
      properties = Set.copyOf(properties);
      descriptors = List.copyOf(descriptors);
    }

    /** Without descriptors. */
    public static CharacteristicSpec of(UUID uuid, Property first, Property... more) {
      return new CharacteristicSpec(uuid, EnumSet.of(first, more), List.of());
    }
  }

  /** A descriptor to serve, whose value is read only. */
  public record DescriptorSpec(UUID uuid, String text) {}
}
