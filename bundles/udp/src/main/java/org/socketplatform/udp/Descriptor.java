package org.socketplatform.udp;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.socketplatform.plugin.Errno;

/**
 * The number under which the kernel knows a channel, for the options that the JDK lacks. The JDK
 * does not tell it, so an option is set to two values in turn, and the one open file that shows
 * both is the channel. It must not be used when the channel may be closed meanwhile.
 */
final class Descriptor {
  private static final int IPPROTO_IP = 0;
  private static final int IPPROTO_IPV6 = 41;

  /** An option of the kernel. */
  record Option(int level, int name) {}

  static final Option IP_TTL = new Option(IPPROTO_IP, 2);
  static final Option IPV6_UNICAST_HOPS = new Option(IPPROTO_IPV6, 16);
  static final Option IPV6_V6ONLY = new Option(IPPROTO_IPV6, 26);

  private static final Path OPEN_FILES = Path.of("/proc/self/fd");
  private static final SocketOption<Integer> MARK = StandardSocketOptions.IP_MULTICAST_TTL;
  private static final Option MARK4 = new Option(IPPROTO_IP, 33);
  private static final Option MARK6 = new Option(IPPROTO_IPV6, 18);
  private static final int[] MARKS = {173, 91};

  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private final int number;

  private Descriptor(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /**
   * Finds the descriptor of a channel.
   *
   * @throws IOException ENOTSUP if this system cannot tell
   */
  static Descriptor of(DatagramChannel channel, boolean isIpv6) throws IOException {
    if (!Libc.isSupported()) {
      throw unsupported();
    }
    ONE_AT_A_TIME.lock();
    try {
      int before = channel.getOption(MARK);
      List<Integer> candidates = openFiles();
      for (int mark : MARKS) {
        channel.setOption(MARK, mark);
        Option shown = isIpv6 ? MARK6 : MARK4;
        candidates.removeIf(file -> Libc.option(file, shown.level(), shown.name()) != mark);
      }
      channel.setOption(MARK, before);
      if (candidates.size() != 1) {
        throw unsupported();
      }
      return new Descriptor(candidates.getFirst());
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private static IOException unsupported() {
    return Errno.ENOTSUP.exceptionOf("socket");
  }

  private static List<Integer> openFiles() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(OPEN_FILES)) {
      for (Path file : files) {
        numbers.add(Integer.valueOf(String.valueOf(file.getFileName())));
      }
    }
    return numbers;
  }

  /** Sets an option. */
  void set(Option option, int value) throws IOException {
    if (Libc.setOption(number, option.level(), option.name(), value) != 0) {
      throw Errno.EINVAL.exceptionOf("socket");
    }
  }
}
