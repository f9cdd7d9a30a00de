package org.socketplatform.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.socketplatform.plugin.Route;
import org.socketplatform.testkit.PluginTest;

class HostInformationTest {
  private final PluginTest app =
      PluginTest.with(HostInformationRoutes::new)
          .path("tmp", Path.of("/tmp"))
          .path("home", Path.of("/home/ada"))
          .folder(Path.of("/app"))
          .allow("[capabilities.os]", "info = true")
          .start();

  @AfterEach
  void close() throws Exception {
    app.close();
  }

  @Test
  void shouldServeTheRoutesThatItsModuleCalls() {
    assertThat(app.routes())
        .extracting(Route::name)
        .containsExactlyInAnyOrder(
            "os.cpus",
            "os.networkinterfaces",
            "os.rusage",
            "os.uname",
            "os.uptime",
            "os.hrtime",
            "os.availablememory",
            "os.totalmemory",
            "os.hostname",
            "os.loadavg",
            "os.user",
            "os.paths",
            "os.constants");
  }

  @Test
  void shouldAnswerEveryRouteOnThisHost() {
    for (Route route : app.routes()) {
      assertThat(app.call(route.name()).isOk()).as(route.name()).isTrue();
    }
    assertThat(app.log()).isEmpty();
  }

  @Test
  void shouldNeedPermissionForWhatTellsAboutThisHost() throws Exception {
    assertThat(app.routes())
        .filteredOn(route -> !Set.of("os.constants", "os.paths").contains(route.name()))
        .allMatch(route -> route.permission().equals("os:info"));
    try (PluginTest refused = PluginTest.with(HostInformationRoutes::new).start()) {
      assertThat(refused.call("os.uname").failure().code()).isEqualTo("NOT_ALLOWED");
      assertThat(refused.call("os.paths").isOk()).isTrue();
      assertThat(refused.call("os.constants").isOk()).isTrue();
    }
  }

  @Test
  void shouldTellWellKnownFolders() {
    assertThat(app.call("os.paths").json())
        .isEqualTo("{\"home\":\"/home/ada\",\"resources\":\"/app\",\"tmp\":\"/tmp\"}");
  }

  @Test
  void shouldTellUnsignedNumbersInEightBytes() {
    ByteBuffer first = ByteBuffer.wrap(app.call("os.hrtime").bytes());
    ByteBuffer second = ByteBuffer.wrap(app.call("os.hrtime").bytes());
    assertThat(first.remaining()).isEqualTo(8);
    assertThat(second.getLong()).isGreaterThanOrEqualTo(first.getLong());
  }

  @Test
  void shouldTellFactsInTheFormThatPagesKnow() {
    assertThat(members(app.call("os.rusage").value().orElseThrow()))
        .containsOnlyKeys("ru_maxrss", "rss");
    assertThat(members(app.call("os.uname").value().orElseThrow()))
        .containsOnlyKeys("sysname", "release", "version", "machine");
    assertThat(members(app.call("os.user").value().orElseThrow()))
        .containsKeys("username", "uid", "gid");
    assertThat((List<?>) app.call("os.loadavg").value().orElseThrow())
        .hasSize(3)
        .hasOnlyElementsOfType(Double.class);
    assertThat(app.call("os.uptime").value().orElseThrow()).isInstanceOf(Long.class);
    List<?> cpus = (List<?>) app.call("os.cpus").value().orElseThrow();
    assertThat(members(cpus.getFirst())).containsOnlyKeys("model", "speed", "times");
    Map<?, ?> network = members(app.call("os.networkInterfaces").value().orElseThrow());
    assertThat(network.keySet().stream().map(String::valueOf))
        .containsExactlyInAnyOrder("ipv4", "ipv6", "addresses");
    for (Object address : (List<?>) Objects.requireNonNull(network.get("addresses"))) {
      assertThat(members(address))
          .containsKeys("name", "address", "family", "prefix", "mac", "internal");
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> members(Object value) {
    return (Map<String, Object>) value;
  }

  @Test
  void shouldKnowTheNumbersOfThisSystemAndOfOthers() {
    assertThat(Constants.load("linux")).containsEntry("ENOTEMPTY", 39).containsEntry("SIGUSR1", 10);
    assertThat(Constants.load("darwin"))
        .containsEntry("ENOTEMPTY", 66)
        .containsEntry("SIGUSR1", 30);
    assertThat(Constants.ofThisSystem()).containsEntry("ENOENT", 2);
  }

  @Test
  void shouldWriteAddressesInTheirShortestForm() throws Exception {
    for (String address :
        List.of(
            "127.0.0.1",
            "255.0.10.1",
            "::",
            "::1",
            "fe80::1",
            "2001:db8::1:0:0:1",
            "1:0:2:3:4:5:6:7",
            "1::",
            "1:2:3:4:5:6:7:8",
            "ff02::2")) {
      assertThat(Network.text(InetAddress.getByName(address).getAddress())).isEqualTo(address);
    }
  }
}
