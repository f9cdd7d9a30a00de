package org.socketplatform.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.ValueWriter;

class HostInformationTest {
  private static final Caller PAGE = new Caller(0, "socket://app", Caller.Kind.PAGE);

  private final HostInformation plugin =
      new HostInformation(
          Map.of("tmp", Path.of("/tmp"), "home", Path.of("/home/ada")), Host.ofThisSystem());

  @Test
  void shouldAnswerEveryRouteOnThisHost() throws Exception {
    for (Route route : plugin.routes()) {
      assertThat(call(route.name()))
          .as(route.name())
          .isInstanceOfAny(Reply.Value.class, Reply.Bytes.class);
    }
  }

  @Test
  void shouldNeedPermissionForWhatTellsAboutThisHost() {
    assertThat(plugin.routes())
        .filteredOn(route -> !Set.of("os.constants", "os.paths").contains(route.name()))
        .allMatch(route -> route.permission().equals("os:info"));
  }

  @Test
  void shouldTellWellKnownFolders() throws Exception {
    assertThat(written(call("os.paths"))).containsExactly("home", "/home/ada", "tmp", "/tmp");
  }

  @Test
  void shouldTellUnsignedNumbersInEightBytes() throws Exception {
    Reply.Bytes first = (Reply.Bytes) call("os.hrtime");
    Reply.Bytes second = (Reply.Bytes) call("os.hrtime");
    assertThat(first.data().remaining()).isEqualTo(8);
    assertThat(second.data().getLong()).isGreaterThanOrEqualTo(first.data().getLong());
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

  private Reply call(String route) throws Exception {
    Route found =
        plugin.routes().stream()
            .filter(item -> item.name().equals(route))
            .findFirst()
            .orElseThrow();
    return found
        .handler()
        .handle(new Call(route, Params.EMPTY, Body.EMPTY, PAGE, new Cancellation()));
  }

  private static List<String> written(Reply reply) {
    TokenWriter writer = new TokenWriter();
    ((Reply.Value) reply).value().writeTo(writer);
    return writer.tokens;
  }

  private static final class TokenWriter implements ValueWriter {
    private final List<String> tokens = new ArrayList<>();

    @Override
    public void beginObject() {}

    @Override
    public void endObject() {}

    @Override
    public void beginArray() {}

    @Override
    public void endArray() {}

    @Override
    public void name(String name) {
      tokens.add(name);
    }

    @Override
    public void string(String value) {
      tokens.add(value);
    }

    @Override
    public void number(long value) {
      tokens.add(Long.toString(value));
    }

    @Override
    public void number(double value) {
      tokens.add(Double.toString(value));
    }

    @Override
    public void bool(boolean value) {
      tokens.add(Boolean.toString(value));
    }

    @Override
    public void nullValue() {
      tokens.add("null");
    }
  }
}
