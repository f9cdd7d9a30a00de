package org.socketplatform.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "1:0:0:0:0:0:0:0, 1::",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8"
  })
  void shouldWriteAddressesInTheirShortForm(String address, String text) throws Exception {
    assertThat(Addresses.text(InetAddress.ofLiteral(address))).isEqualTo(text);
  }
}
