package org.socketplatform.dns;

import java.util.Optional;

/** Types of records that can be asked for, with their numbers in messages. */
enum RecordType {
  A(1),
  NS(2),
  CNAME(5),
  SOA(6),
  PTR(12),
  MX(15),
  TXT(16),
  AAAA(28),
  SRV(33),
  NAPTR(35),
  ANY(255),
  CAA(257);

  private final int number;

  RecordType(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static Optional<RecordType> of(int number) {
    for (RecordType type : values()) {
      if (type.number == number) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
