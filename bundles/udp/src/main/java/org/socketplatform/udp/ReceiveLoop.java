package org.socketplatform.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * One thread that reads many sockets into one buffer, so that a thousand of them cost no more
 * memory than one.
 */
final class ReceiveLoop {
  private static final System.Logger LOG = System.getLogger("udp");
  private static final int LARGEST_PACKET = 65536;

  private final Selector selector;
  private final Thread thread;

  ReceiveLoop(String name) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    thread.start();
  }

  /** Has a socket read whenever packets are there for it. */
  SelectionKey register(ChannelSocket socket) throws IOException {
    SelectionKey key = socket.channel().register(selector, SelectionKey.OP_READ, socket);
    selector.wakeup();
    return key;
  }

  private void run() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_PACKET);
    try {
      while (selector.isOpen()) {
        selector.select(key -> serve(key, buffer));
      }
    } catch (ClosedSelectorException e) {
      // then it is over
    } catch (IOException e) {
      LOG.log(Level.ERROR, "UDP sockets cannot be read any more", e);
    }
  }

  private static void serve(SelectionKey key, ByteBuffer buffer) {
    ChannelSocket socket = (ChannelSocket) key.attachment();
    try {
      socket.ready(key, buffer);
    } catch (CancelledKeyException e) {
      // it was closed meanwhile
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A receiver of UDP packets failed", e);
    }
  }

  /** Ends the thread and lets go of all sockets, which stay open. */
  void close() {
    try {
      selector.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "A selector could not be closed", e);
    }
    boolean interrupted = false;
    while (Thread.currentThread() != thread && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
