package org.socketplatform.pluginprotocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.Scope;

/**
 * Reads frames from bytes. Each length is compared with what is there before anything is made of
 * it, so that a frame of n bytes costs no more memory than a small multiple of n.
 */
public final class FrameDecoder {
  private final ByteBuffer in;

  private FrameDecoder(ByteBuffer in) {
    this.in = in;
  }

  /**
   * Checks the length of a frame.
   *
   * @throws ProtocolException if a frame cannot be that long
   */
  public static int length(int length) throws ProtocolException {
    if (length < 1 || length > Limits.FRAME) {
      throw new ProtocolException(
          "a frame of "
              + Integer.toUnsignedString(length)
              + " bytes; allowed are 1 to "
              + Limits.FRAME);
    }
    return length;
  }

  /**
   * Reads what the platform sent.
   *
   * @param content a whole frame without its length
   */
  public static Frame.ToPlugin toPlugin(ByteBuffer content) throws ProtocolException {
    FrameDecoder decoder = new FrameDecoder(content.slice());
    Frame.ToPlugin frame = decoder.toPlugin();
    decoder.finish();
    return frame;
  }

  /**
   * Reads what the process of a plugin sent.
   *
   * @param content a whole frame without its length
   */
  public static Frame.FromPlugin fromPlugin(ByteBuffer content) throws ProtocolException {
    FrameDecoder decoder = new FrameDecoder(content.slice());
    Frame.FromPlugin frame = decoder.fromPlugin();
    decoder.finish();
    return frame;
  }

  private Frame.ToPlugin toPlugin() throws ProtocolException {
    int type = u8();
    return switch (type) {
      case Type.HELLO -> new Frame.Hello(u16(), text());
      case Type.PING -> new Frame.Ping();
      default -> type < Type.READY ? asking(type) : answering(type);
    };
  }

  private Frame.FromPlugin fromPlugin() throws ProtocolException {
    int type = u8();
    return switch (type) {
      case Type.READY -> ready();
      case Type.REFUSED -> new Frame.Refused(text());
      case Type.PONG -> new Frame.Pong();
      case Type.CALL -> {
        Frame.Call call = call();
        if (!call.checked().isEmpty()) {
          throw new ProtocolException("a call of a plugin with checked parameters");
        }
        yield call;
      }
      default -> type < Type.READY ? asking(type) : answering(type);
    };
  }

  private Frame.Asking asking(int type) throws ProtocolException {
    return switch (type) {
      case Type.CALL -> call();
      case Type.BODY -> new Frame.Body(u32(), flag(), rest());
      case Type.BODY_BROKEN -> new Frame.BodyBroken(u32());
      case Type.DEMAND -> new Frame.Demand(u32(), count(Limits.DEMAND));
      case Type.CANCEL -> new Frame.Cancel(u32());
      default -> throw unknown(type);
    };
  }

  private Frame.Answering answering(int type) throws ProtocolException {
    return switch (type) {
      case Type.VALUE -> new Frame.Value(u32(), flag(), rest());
      case Type.BYTES -> bytes();
      case Type.PART -> new Frame.Part(u32(), rest());
      case Type.STREAM -> new Frame.Stream(u32());
      case Type.ITEM -> new Frame.Item(u32(), rest());
      case Type.END -> new Frame.End(u32());
      case Type.FAILED -> new Frame.Failed(u32(), failure());
      case Type.CREDIT -> new Frame.Credit(u32(), count(Limits.CREDIT));
      default -> throw unknown(type);
    };
  }

  private Frame.Call call() throws ProtocolException {
    int id = u32(); // 4 bytes
    String route = text();
    long millis = i64(); // 8 bytes
    int window = u32(); // 4 bytes
    String origin = text();
    Caller.Kind kind = kind(u8()); // 1 byte
    Caller caller = new Caller(window, origin, kind);
    boolean hasBody = flag(); // 1 byte
    Map<String, String> params = texts();
    List<Frame.CheckedParam> checked = new ArrayList<>();
    for (int left = u8(); left > 0; left--) {
      checked.add(checked(u8(), text()));
    }
    return new Frame.Call(id, route, millis, caller, hasBody, params, checked);
  }

  private Frame.CheckedParam checked(int kind, String param) throws ProtocolException {
    return switch (kind) {
      case Type.PLACE -> new Frame.CheckedPath(param, text());
      case Type.HOST -> new Frame.CheckedHost(param, host(text(), u16()));
      case Type.PROGRAM -> program(param);
      default -> throw new ProtocolException("unknown kind of parameter " + kind);
    };
  }

  private static HostAndPort host(String host, int port) throws ProtocolException {
    if (host.isEmpty()) {
      throw new ProtocolException("a host without a name");
    }
    return new HostAndPort(host, port);
  }

  private Frame.CheckedProgram program(String param) throws ProtocolException {
    String program = text();
    List<String> arguments = new ArrayList<>();
    for (int left = u16(); left > 0; left--) {
      arguments.add(text());
    }
    return new Frame.CheckedProgram(param, program, arguments);
  }

  private static Caller.Kind kind(int number) throws ProtocolException {
    return switch (number) {
      case Type.PAGE -> Caller.Kind.PAGE;
      case Type.BACKEND -> Caller.Kind.BACKEND;
      case Type.PLATFORM -> Caller.Kind.PLATFORM;
      case Type.PLUGIN -> Caller.Kind.PLUGIN;
      default -> throw new ProtocolException("unknown kind of caller " + number);
    };
  }

  private Frame.Ready ready() throws ProtocolException {
    int version = u16(); // 2 bytes
    String plugin = text();
    int count = u16(); // 2 bytes
    if (count > Limits.ROUTES) {
      throw new ProtocolException(count + " routes; allowed are " + Limits.ROUTES);
    }
    List<Frame.RouteEntry> routes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = text();
      String permission = text();
      List<Scope> scopes = new ArrayList<>();
      for (int left = u8(); left > 0; left--) {
        scopes.add(scope(u8(), text(), text()));
      }
      routes.add(new Frame.RouteEntry(name, permission, scopes));
    }
    return new Frame.Ready(version, plugin, routes);
  }

  private static Scope scope(int kind, String param, String permission) throws ProtocolException {
    return switch (kind) {
      case Type.PLACE -> new Scope.Place(param, permission, true);
      case Type.LINK -> new Scope.Place(param, permission, false);
      case Type.PLACE_TO_READ -> new Scope.Place(param, permission, true, Scope.Access.READ);
      case Type.PLACE_TO_WRITE -> new Scope.Place(param, permission, true, Scope.Access.WRITE);
      case Type.HOST -> new Scope.Host(param, permission);
      case Type.PROGRAM -> new Scope.Program(param, permission);
      default -> throw new ProtocolException("unknown kind of scope " + kind);
    };
  }

  private Frame.Bytes bytes() throws ProtocolException {
    int id = u32(); // 4 bytes
    long length = i64(); // 8 bytes
    if (length < 0) {
      throw new ProtocolException("bytes of a negative length");
    }
    return new Frame.Bytes(id, length, texts());
  }

  private Failure failure() throws ProtocolException {
    String type = text();
    String code = text();
    String message = text();
    boolean retryable = flag(); // 1 byte
    Map<String, Object> details = new LinkedHashMap<>();
    for (int left = u16(); left > 0; left--) {
      details.put(text(), detail(u8()));
    }
    return new Failure(type, code, message, retryable, details);
  }

  private Object detail(int kind) throws ProtocolException {
    return switch (kind) {
      case Type.TEXT -> text();
      case Type.LONG -> i64();
      case Type.DOUBLE -> Double.longBitsToDouble(i64());
      case Type.FLAG -> flag();
      default -> throw new ProtocolException("unknown kind of detail " + kind);
    };
  }

  private Map<String, String> texts() throws ProtocolException {
    int count = u16(); // 2 bytes
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      texts.put(text(), text());
    }
    return texts;
  }

  private String text() throws ProtocolException {
    int length = u32(); // 4 bytes
    need(length);
    ByteBuffer utf8 = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolException("a text that is not UTF-8");
    }
  }

  private ByteBuffer rest() {
    ByteBuffer rest = in.slice();
    in.position(in.limit());
    return rest;
  }

  private int count(int most) throws ProtocolException {
    int count = u32(); // 4 bytes
    if (count < 1 || count > most) {
      throw new ProtocolException(
          "a count of " + Integer.toUnsignedString(count) + "; allowed are 1 to " + most);
    }
    return count;
  }

  private boolean flag() throws ProtocolException {
    int value = u8();
    if (value > 1) {
      throw new ProtocolException("a flag of " + value);
    }
    return value == 1;
  }

  private int u8() throws ProtocolException {
    need(1);
    return in.get() & 0xff;
  }

  private int u16() throws ProtocolException {
    need(2);
    return in.getShort() & 0xffff;
  }

  private int u32() throws ProtocolException {
    need(4);
    return in.getInt();
  }

  private long i64() throws ProtocolException {
    need(8);
    return in.getLong();
  }

  private void need(int count) throws ProtocolException {
    if (count < 0 || count > in.remaining()) {
      throw new ProtocolException("a frame that ends too early");
    }
  }

  private void finish() throws ProtocolException {
    if (in.hasRemaining()) {
      throw new ProtocolException(in.remaining() + " bytes too many in a frame");
    }
  }

  private static ProtocolException unknown(int type) {
    return new ProtocolException("a frame of the unknown type " + type);
  }
}
