package org.socketplatform.itest.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.event.KeyEvent;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.socketplatform.bluetooth.bluez.BluezLab;
import org.socketplatform.bluetooth.bluez.MessageBus;

/** Bluetooth in real pages: on an air in memory, and on machines with an emulated BlueZ. */
@Timeout(180)
class BluetoothIT {
  private static final Path BLUETOOTHCTL = Path.of("/usr/bin/bluetoothctl");

  @TempDir Path temp;

  @Test
  void shouldTellPagesWhatDevicesTell() throws Exception {
    App.of("bluetooth", temp)
        .run()
        .assertChecks(
            "two peers",
            "a thousand values in order",
            "bad input",
            "twenty sensors, fifty values a second each",
            "two hundred advertisers");
  }

  @Test
  void shouldGiveAPageNothingWhenThePersonClosesTheDialog() throws Exception {
    assertThatPageIs("closed", KeyEvent.VK_ESCAPE);
  }

  @Test
  void shouldGiveAPageTheDeviceThatThePersonPicks() throws Exception {
    assertThatPageIs("picked", KeyEvent.VK_END, KeyEvent.VK_ENTER);
  }

  @Test
  void shouldAskAPersonOnceAndOnlyWhileThePageWaits() throws Exception {
    App.of("chooser", temp).with("--", "given up").run().assertChecks("given up");
  }

  /** Presses keys again and again: until the dialog is there, the page hears them. */
  private void assertThatPageIs(String story, int... keys) throws Exception {
    try (Run run = App.of("chooser", temp).with("--", story).start();
        Hand hand = Hand.open()) {
      while (!run.hasPrinted("ok " + story)) {
        hand.press(keys);
      }
      run.end().assertChecks(story);
    }
  }

  @Test
  void shouldGoOnListeningWhenTheBundleIsReplaced() throws Exception {
    App.of("bluetooth-swap", temp)
        .run()
        .assertChecks("devices that were chosen", "a peer", "who is there");
  }

  @Test
  void shouldCarryAMegabyteBetweenTwoMachines() throws Exception {
    assumeTrue(MessageBus.isInstalled(), "BlueZ, as it needs dbus-daemon; install dbus");
    try (BluezLab lab = new BluezLab()) {
      Run giver = open(lab, "nearby", "giver");
      Run taker = open(lab, "nearby", "taker");
      try (giver;
          taker) {
        giver.end().assertChecks("giver");
        taker.end().assertChecks("taker");
      }
    }
  }

  @Test
  void shouldCarryAChatByStreamRelayBetweenTwoMachines() throws Exception {
    assumeTrue(MessageBus.isInstalled(), "BlueZ, as it needs dbus-daemon; install dbus");
    try (BluezLab lab = new BluezLab()) {
      Run alice = open(lab, "nearby-chat", "alice");
      Run bob = open(lab, "nearby-chat", "bob");
      try (alice;
          bob) {
        alice.end().assertChecks("alice");
        bob.end().assertChecks("bob");
      }
    }
  }

  private Run open(BluezLab lab, String app, String role) throws Exception {
    return App.of(app, Files.createDirectory(temp.resolve(role)))
        .with("--", role)
        .environment("DBUS_SYSTEM_BUS_ADDRESS", lab.machine(role).bus().address())
        .start();
  }

  @Test
  void shouldServeWhatBluetoothctlReadsAndWrites() throws Exception {
    assumeTrue(MessageBus.isInstalled(), "BlueZ, as it needs dbus-daemon; install dbus");
    assumeTrue(Files.isExecutable(BLUETOOTHCTL), "bluetoothctl; install bluez");
    try (BluezLab lab = new BluezLab();
        Run server = open(lab, "nearby", "server")) {
      server.awaitLine("serving");
      String address = lab.machine("phone").bus().address();
      ProcessBuilder builder =
          new ProcessBuilder(BLUETOOTHCTL.toString()).redirectErrorStream(true);
      builder.environment().put("DBUS_SYSTEM_BUS_ADDRESS", address);
      Process phone = builder.start();
      try (BufferedWriter in = phone.outputWriter(UTF_8);
          BufferedReader out = phone.inputReader(UTF_8)) {
        say(in, "scan on");
        String device = find(out, "Device ").replaceAll(".*Device ([0-9A-F:]{17}).*", "$1");
        say(in, "connect " + device);
        find(out, "ServicesResolved: yes");
        say(in, "menu gatt");
        say(in, "select-attribute 5f0e4b9a-1111-4222-8333-944455566677");
        say(in, "read");
        find(out, "73 65 72 76 65 64 20 66 72 6f 6d 20 4a 61 76 61"); // served from Java
        say(in, "write \"0x68 0x65 0x6c 0x6c 0x6f\""); // hello
        server.end().assertChecks("server");
      } finally {
        phone.destroy();
      }
    }
  }

  private static void say(BufferedWriter in, String line) throws Exception {
    in.write(line + "\n");
    in.flush();
  }

  private static String find(BufferedReader out, String wanted) throws Exception {
    StringBuilder seen = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      seen.append(line).append('\n');
      if (line.contains(wanted)) {
        return line;
      }
    }
    assertThat(seen.toString()).as("what bluetoothctl says").contains(wanted);
    throw new IllegalStateException();
  }
}
