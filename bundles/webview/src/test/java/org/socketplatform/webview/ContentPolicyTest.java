package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentPolicyTest {
  private static final String ORIGIN = "socket://com.example.app";

  private static ContentPolicy policy(FakeSettings settings) {
    return new ContentPolicy(ORIGIN, settings, Set.of());
  }

  @Test
  void shouldBeStrictWhenTheAppDeclaresItsCapabilities() {
    var headers = policy(new FakeSettings().with("capabilities.os", "true")).headers();

    assertThat(headers).containsEntry("x-content-type-options", "nosniff");
    assertThat(headers.get("content-security-policy"))
        .contains("script-src 'self' socket: plugin: node: npm:")
        .contains("object-src 'none'")
        .doesNotContain("unsafe-eval")
        .doesNotContain("http:")
        .doesNotContain("*");
  }

  @Test
  void shouldLeaveAnAppWithoutCapabilitiesItsOwnPolicy() {
    var headers = policy(new FakeSettings()).headers();

    assertThat(headers).doesNotContainKeys("content-security-policy", "x-content-type-options");
    assertThat(headers).containsEntry("cache-control", "no-cache");
  }

  @Test
  void shouldAddTheHeadersOfTheSettings() {
    var headers =
        policy(new FakeSettings().with("webview.headers", "X-One:  1 ", "nonsense", ": empty"))
            .headers();

    assertThat(headers).containsEntry("x-one", "1").doesNotContainKeys("nonsense", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ORIGIN + "/",
        ORIGIN + "/a/b.html?c#d",
        "blob:" + ORIGIN + "/7c0e",
        "about:blank",
        "about:srcdoc"
      })
  void shouldAllowTheAppsOwnPages(String uri) {
    assertThat(policy(new FakeSettings()).allowsNavigation(uri)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ORIGIN,
        ORIGIN + ".evil.com/",
        "socket://other.app/",
        "blob:socket://other.app/7c0e",
        "https://example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,hi",
        "ipc://ping",
        "about:blank#x\nhttps://example.com/"
      })
  void shouldRefuseAllElse(String uri) {
    assertThat(policy(new FakeSettings()).allowsNavigation(uri)).isFalse();
  }

  @Test
  void shouldAllowWhatTheSettingsNameLiterally() {
    ContentPolicy policy =
        policy(
            new FakeSettings()
                .with(
                    "webview.navigator.policies.allowed",
                    "https://docs.example.com/*",
                    "http://127.0.0.1:*/frame.html"));

    assertThat(policy.allowsNavigation("https://docs.example.com/a/b?c")).isTrue();
    assertThat(policy.allowsNavigation("http://127.0.0.1:8080/frame.html")).isTrue();
    assertThat(policy.allowsNavigation("https://docsXexample.com/a")).isFalse();
    assertThat(policy.allowsNavigation("https://example.com/https://docs.example.com/")).isFalse();
    assertThat(policy.allowsNavigation("http://127.0.0.1:8080/other.html")).isFalse();
  }
}
