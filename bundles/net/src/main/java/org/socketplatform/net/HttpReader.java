package org.socketplatform.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests from bytes, RFC 9112. Netty's decoder does, which is told to be strict; whatever
 * lets two readers see different requests in the same bytes is refused: a length beside a transfer
 * coding, two lengths, codings other than {@code chunked}, line feeds alone. What follows a request
 * to upgrade is kept as bytes. Not safe for use by several threads.
 */
final class HttpReader {
  private static final int CHUNK = 64 * 1024;

  private final EmbeddedChannel channel;
  private final Deque<Part> parts = new ArrayDeque<>();
  private final ByteArrayOutputStream beyond = new ByteArrayOutputStream();
  private final Strict decoder;
  private boolean switching;

  /** A part of what was read. */
  sealed interface Part permits Head, Bytes, End, Refused {}

  /**
   * The head of a request.
   *
   * @param headers names and values in turn
   * @param upgrade true if the client wants to speak something else on this connection
   */
  record Head(
      String method,
      String target,
      int minorVersion,
      List<String> headers,
      boolean keepAlive,
      boolean hasBody,
      boolean expectsContinue,
      boolean upgrade)
      implements Part {}

  /** Bytes of the body. */
  record Bytes(ByteBuffer bytes) implements Part {}

  /**
   * The end of a request.
   *
   * @param trailers names and values in turn
   */
  record End(List<String> trailers) implements Part {}

  /**
   * What is no request, or none that is taken. Nothing follows.
   *
   * @param status to answer
   * @param code as Node names it
   */
  record Refused(int status, String code, String why) implements Part {}

  /** A reader of requests whose headers have so many bytes at most. */
  HttpReader(int maxHeaderSize) {
    decoder =
        new Strict(
            new HttpDecoderConfig()
                .setMaxInitialLineLength(maxHeaderSize)
                .setMaxHeaderSize(maxHeaderSize)
                .setMaxChunkSize(CHUNK)
                .setValidateHeaders(true)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true));
    channel = new EmbeddedChannel();
    // on the heap, so that nothing is to be released
    channel.config().setAllocator(new UnpooledByteBufAllocator(false));
    channel.pipeline().addLast(decoder, new Collector());
  }

  /** Reads bytes; {@link #next} has what is in them. */
  void read(ByteBuffer bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes));
  }

  /** The next part, if there is one. */
  @Nullable Part next() {
    return parts.poll();
  }

  /** What was read behind a request to upgrade. */
  byte[] beyond() {
    byte[] bytes = beyond.toByteArray();
    beyond.reset();
    return bytes;
  }

  private static final class Strict extends HttpRequestDecoder {
    Strict(HttpDecoderConfig config) {
      super(config);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
      throw new IllegalArgumentException("a length beside a transfer coding");
    }
  }

  private final class Collector extends ChannelInboundHandlerAdapter {
    private boolean refused;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        if (refused) {
          return;
        }
        switch (message) {
          case HttpRequest request -> head(request);
          case HttpContent content -> content(content, context);
          case ByteBuf rest -> beyond.writeBytes(bytesOf(rest));
          default -> throw new IllegalStateException("The decoder made a " + message.getClass());
        }
      } finally {
        io.netty.util.ReferenceCountUtil.release(message);
      }
    }

    private void head(HttpRequest request) {
      if (isBad(request)) {
        return;
      }
      List<String> headers = pairs(request.headers());
      List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
      boolean old = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
      if (!codings.isEmpty()
          && (codings.size() > 1 || old || !codings.getFirst().equalsIgnoreCase("chunked"))) {
        refuse(400, "HPE_INVALID_TRANSFER_ENCODING", "Invalid Transfer-Encoding");
        return;
      }
      if (request.protocolVersion().majorVersion() != 1) {
        refuse(505, "HPE_INVALID_VERSION", "Invalid HTTP version");
        return;
      }
      int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
      if (hosts > 1 || (hosts == 0 && !old)) {
        refuse(400, "HPE_INVALID_HOST", "A request has one Host");
        return;
      }
      boolean hasBody = !codings.isEmpty() || HttpUtil.getContentLength(request, 0L) > 0;
      boolean wantsOther =
          request.method().equals(HttpMethod.CONNECT)
              || (request.headers().contains(HttpHeaderNames.UPGRADE)
                  && request
                      .headers()
                      .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderNames.UPGRADE, true));
      switching = wantsOther && !hasBody;
      parts.add(
          new Head(
              request.method().name(),
              request.uri(),
              request.protocolVersion().minorVersion(),
              headers,
              HttpUtil.isKeepAlive(request),
              hasBody,
              HttpUtil.is100ContinueExpected(request),
              switching));
    }

    private void content(HttpContent content, ChannelHandlerContext context) {
      if (isBad(content)) {
        return;
      }
      if (content.content().isReadable()) {
        parts.add(new Bytes(ByteBuffer.wrap(bytesOf(content.content()))));
      }
      if (content instanceof LastHttpContent last) {
        parts.add(new End(pairs(last.trailingHeaders())));
        if (switching) {
          context.pipeline().remove(decoder); // which hands on what it has not read
        }
      }
    }

    private boolean isBad(HttpObject object) {
      Throwable cause = object.decoderResult().cause();
      if (cause == null) {
        return false;
      }
      switch (cause) {
        case TooLongHttpHeaderException _ -> refuse(431, "HPE_HEADER_OVERFLOW", "Header overflow");
        case TooLongHttpLineException _ -> refuse(414, "HPE_HEADER_OVERFLOW", "URI too long");
        default -> refuse(400, "HPE_INVALID", "Parse Error: " + cause.getMessage());
      }
      return true;
    }

    private void refuse(int status, String code, String why) {
      refused = true;
      parts.add(new Refused(status, code, why));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!refused) {
        refuse(400, "HPE_INVALID", "Parse Error: " + cause.getMessage());
      }
    }
  }

  private static List<String> pairs(Iterable<Map.Entry<String, String>> headers) {
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, String> header : headers) {
      pairs.add(header.getKey());
      pairs.add(header.getValue());
    }
    return pairs;
  }

  private static byte[] bytesOf(ByteBuf buffer) {
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes);
    return bytes;
  }
}
