package org.socketplatform.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxHostTest {
  @TempDir Path proc;

  private Host host;

  @BeforeEach
  void mountProc() throws IOException {
    Files.createDirectories(proc.resolve("sys/kernel"));
    Files.createDirectories(proc.resolve("self"));
    host = new LinuxHost(proc, "x86_64");
  }

  @Test
  void shouldTellModelSpeedAndTimesOfEachProcessor() throws IOException {
    Files.writeString(
        proc.resolve("cpuinfo"),
        """
        processor\t: 0
        model name\t: Fast One
        cpu MHz\t\t: 2399.998

        processor\t: 1
        model name\t: Slow One
        cpu MHz\t\t: 800.000
        """);
    Files.writeString(
        proc.resolve("stat"),
        """
        cpu  30 3 30 300 0 30 0
        cpu0 10 1 20 100 7 5 9 0 0 0
        cpu1 20 2 10 200 0 25 0 0 0 0
        intr 1
        """);
    assertThat(host.cpus())
        .containsExactly(
            new Host.Cpu("Fast One", 2400, new Host.Times(100, 10, 200, 1000, 50)),
            new Host.Cpu("Slow One", 800, new Host.Times(200, 20, 100, 2000, 250)));
  }

  @Test
  void shouldTellProcessorsWhenTheKernelDoesNotNameThem() throws IOException {
    Files.writeString(proc.resolve("cpuinfo"), "processor\t: 0\nBogoMIPS\t: 50\n");
    Files.writeString(proc.resolve("stat"), "cpu  1 1 1 1 1 1 1\n");
    assertThat(host.cpus()).containsExactly(new Host.Cpu("unknown", 0, Host.Times.UNKNOWN));
  }

  @Test
  void shouldTellKernelUptimeAndMemory() throws IOException {
    Files.writeString(proc.resolve("sys/kernel/ostype"), "Linux\n");
    Files.writeString(proc.resolve("sys/kernel/osrelease"), "6.1.0\n");
    Files.writeString(proc.resolve("sys/kernel/version"), "#1 SMP\n");
    Files.writeString(proc.resolve("uptime"), "12.34 40.00\n");
    Files.writeString(proc.resolve("meminfo"), "MemTotal: 8192 kB\nMemAvailable:     4096 kB\n");
    Files.writeString(proc.resolve("sys/kernel/hostname"), "harbour\n");
    Files.writeString(proc.resolve("loadavg"), "0.25 1.50 2.00 3/500 4242\n");
    Files.writeString(
        proc.resolve("self/status"),
        "VmHWM:\t  300 kB\nVmRSS:\t  200 kB\nUid:\t0\t1000\t0\t0\nGid:\t0\t1001\t0\t0\n");
    assertThat(host.uname()).isEqualTo(new Host.Uname("Linux", "6.1.0", "#1 SMP", "x86_64"));
    assertThat(host.uptimeMillis()).isEqualTo(12_340);
    assertThat(host.availableMemory()).isEqualTo(4096 * 1024);
    assertThat(host.totalMemory()).isEqualTo(8192 * 1024);
    assertThat(host.hostname()).isEqualTo("harbour");
    assertThat(host.load()).containsExactly(0.25, 1.5, 2.0);
    assertThat(host.user().uid()).isEqualTo(1000);
    assertThat(host.user().gid()).isEqualTo(1001);
    assertThat(host.usage()).isEqualTo(new Host.Usage(300, 200 * 1024));
  }
}
