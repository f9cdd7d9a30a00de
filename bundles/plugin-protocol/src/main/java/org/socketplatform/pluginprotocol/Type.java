package org.socketplatform.pluginprotocol;

/** The numbers of the protocol. */
final class Type {
  static final int HELLO = 0x01;
  static final int CALL = 0x02;
  static final int BODY = 0x03;
  static final int BODY_BROKEN = 0x04;
  static final int DEMAND = 0x05;
  static final int CANCEL = 0x06;
  static final int PING = 0x07;

  static final int READY = 0x81;
  static final int REFUSED = 0x82;
  static final int VALUE = 0x83;
  static final int BYTES = 0x84;
  static final int PART = 0x85;
  static final int STREAM = 0x86;
  static final int ITEM = 0x87;
  static final int END = 0x88;
  static final int FAILED = 0x89;
  static final int CREDIT = 0x8a;
  static final int PONG = 0x8b;

  static final int PAGE = 0;
  static final int BACKEND = 1;
  static final int PLATFORM = 2;
  static final int PLUGIN = 3;

  static final int PLACE = 0;
  static final int LINK = 1;
  static final int HOST = 2;
  static final int PROGRAM = 3;
  static final int PLACE_TO_READ = 4;
  static final int PLACE_TO_WRITE = 5;

  static final int TEXT = 0;
  static final int LONG = 1;
  static final int DOUBLE = 2;
  static final int FLAG = 3;

  private Type() {}
}
