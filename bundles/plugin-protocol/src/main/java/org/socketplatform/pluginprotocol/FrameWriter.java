package org.socketplatform.pluginprotocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.Scope;

/** Lays frames out as bytes, one behind the other. Not safe for use by several threads. */
public final class FrameWriter {
  private static final int LENGTH_BYTES = 4;

  private byte[] bytes = new byte[1024];
  private int length;
  private boolean countable;

  /** The bytes; valid up to {@link #length}, until more is written. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes were written. */
  public int length() {
    return length;
  }

  /** Forgets what was written. */
  public void clear() {
    length = 0;
  }

  /**
   * Adds a frame.
   *
   * @return false, with nothing added, if the frame would be longer than {@link Limits#FRAME}, or
   *     has more of something than can be counted
   */
  public boolean write(Frame frame) {
    int start = length;
    countable = true;
    room(LENGTH_BYTES);
    length += LENGTH_BYTES;
    content(frame);
    int size = length - start - LENGTH_BYTES;
    if (size > Limits.FRAME || !countable) {
      length = start;
      return false;
    }
    ByteBuffer.wrap(bytes).putInt(start, size);
    return true;
  }

  private void content(Frame frame) {
    switch (frame) {
      case Frame.Hello(int version, String plugin) -> {
        u8(Type.HELLO);
        u16(version);
        text(plugin);
      }
      case Frame.Call call -> {
        u8(Type.CALL);
        u32(call.id());
        text(call.route());
        i64(call.millis());
        u32(call.caller().window());
        text(call.caller().origin());
        u8(
            switch (call.caller().kind()) {
              case PAGE -> Type.PAGE;
              case BACKEND -> Type.BACKEND;
              case PLATFORM -> Type.PLATFORM;
              case PLUGIN -> Type.PLUGIN;
            });
        flag(call.hasBody());
        texts(call.params());
        count8(call.checked().size());
        call.checked().forEach(this::write);
      }
      case Frame.Body(int id, boolean last, ByteBuffer part) -> part(Type.BODY, id, last, part);
      case Frame.BodyBroken(int id) -> head(Type.BODY_BROKEN, id);
      case Frame.Demand(int id, int items) -> {
        head(Type.DEMAND, id);
        u32(items);
      }
      case Frame.Cancel(int id) -> head(Type.CANCEL, id);
      case Frame.Ping() -> u8(Type.PING);
      case Frame.Ready ready -> write(ready);
      case Frame.Refused(String message) -> {
        u8(Type.REFUSED);
        text(message);
      }
      case Frame.Value(int id, boolean last, ByteBuffer part) -> part(Type.VALUE, id, last, part);
      case Frame.Bytes(int id, long size, Map<String, String> headers) -> {
        head(Type.BYTES, id);
        i64(size);
        texts(headers);
      }
      case Frame.Part(int id, ByteBuffer part) -> {
        head(Type.PART, id);
        raw(part);
      }
      case Frame.Stream(int id) -> head(Type.STREAM, id);
      case Frame.Item(int id, ByteBuffer json) -> {
        head(Type.ITEM, id);
        raw(json);
      }
      case Frame.End(int id) -> head(Type.END, id);
      case Frame.Failed(int id, Failure failure) -> {
        head(Type.FAILED, id);
        write(failure);
      }
      case Frame.Credit(int id, int count) -> {
        head(Type.CREDIT, id);
        u32(count);
      }
      case Frame.Pong() -> u8(Type.PONG);
    }
  }

  private void write(Frame.Ready ready) {
    u8(Type.READY);
    u16(ready.version());
    text(ready.plugin());
    count16(ready.routes().size());
    for (Frame.RouteEntry route : ready.routes()) {
      text(route.name());
      text(route.permission());
      count8(route.scopes().size());
      for (Scope scope : route.scopes()) {
        switch (scope) {
          case Scope.Place place -> u8(kind(place));
          case Scope.Host _ -> u8(Type.HOST);
          case Scope.Program _ -> u8(Type.PROGRAM);
        }
        text(scope.param());
        text(scope.permission());
      }
    }
  }

  private static int kind(Scope.Place place) {
    return !place.follow()
        ? Type.LINK
        : switch (place.access()) {
          case READ -> Type.PLACE_TO_READ;
          case WRITE -> Type.PLACE_TO_WRITE;
          case ANY -> Type.PLACE;
        };
  }

  private void write(Frame.CheckedParam checked) {
    switch (checked) {
      case Frame.CheckedPath(String param, String path) -> {
        u8(Type.PLACE);
        text(param);
        text(path);
      }
      case Frame.CheckedHost(String param, HostAndPort host) -> {
        u8(Type.HOST);
        text(param);
        text(host.host());
        u16(host.port());
      }
      case Frame.CheckedProgram(String param, String program, List<String> arguments) -> {
        u8(Type.PROGRAM);
        text(param);
        text(program);
        count16(arguments.size());
        arguments.forEach(this::text);
      }
    }
  }

  private void write(Failure failure) {
    text(failure.type());
    text(failure.code());
    text(failure.message());
    flag(failure.retryable());
    count16(failure.details().size());
    failure
        .details()
        .forEach((name, value) -> {
          text(name);
          switch (value) {
            case Boolean flag -> {
              u8(Type.FLAG);
              flag(flag);
            }
            case Double number -> {
              u8(Type.DOUBLE);
              i64(Double.doubleToLongBits(number));
            }
            case Float number -> {
              u8(Type.DOUBLE);
              i64(Double.doubleToLongBits(number));
            }
            case Number number -> {
              u8(Type.LONG);
              i64(number.longValue());
            }
            default -> {
              u8(Type.TEXT);
              text(String.valueOf(value));
            }
          }
        });
  }

  private void part(int type, int id, boolean last, ByteBuffer part) {
    head(type, id);
    flag(last);
    raw(part);
  }

  private void head(int type, int id) {
    u8(type);
    u32(id);
  }

  private void texts(Map<String, String> texts) {
    count16(texts.size());
    texts.forEach((name, value) -> {
      text(name);
      text(value);
    });
  }

  private void room(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, count), 2 * bytes.length));
    }
  }

  private void u8(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  private void flag(boolean value) {
    u8(value ? 1 : 0);
  }

  private void u16(int value) {
    u8(value >>> 8);
    u8(value);
  }

  private void count8(int count) {
    countable &= count <= 0xff;
    u8(count);
  }

  private void count16(int count) {
    countable &= count <= 0xffff;
    u16(count);
  }

  private void u32(int value) {
    u16(value >>> 16);
    u16(value);
  }

  private void i64(long value) {
    u32((int) (value >>> 32));
    u32((int) value);
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    u32(utf8.length);
    raw(ByteBuffer.wrap(utf8));
  }

  private void raw(ByteBuffer source) {
    int count = source.remaining();
    room(count);
    source.get(source.position(), bytes, length, count);
    length += count;
  }
}
