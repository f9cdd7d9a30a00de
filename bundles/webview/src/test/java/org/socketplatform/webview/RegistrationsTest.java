package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.socketplatform.webview.Registration.Address;

class RegistrationsTest {
  private static final String ORIGIN = "socket://com.example.app";

  private final Registrations registrations = new Registrations(ORIGIN);

  private Registration add(String scheme, String scope) {
    return registrations.add(new Address(scheme, scope, "/sw.js", ""));
  }

  private Optional<Registration> covering(String uri) {
    return registrations.covering(uri);
  }

  @Test
  void shouldFindTheLongestScopeThatFits() {
    Registration all = add("socket", "/");
    Registration docs = add("socket", "/docs/");
    Registration guide = add("socket", "/docs/guide");

    assertThat(covering(ORIGIN + "/a.html")).contains(all);
    assertThat(covering(ORIGIN + "/docs/a")).contains(docs);
    assertThat(covering(ORIGIN + "/docs/guides?x=/")).contains(guide);
    assertThat(covering(ORIGIN + "/docs#/docs/")).contains(all);
    assertThat(covering(ORIGIN + "/a?/docs/")).contains(all);
  }

  @Test
  void shouldCoverNothingElse() {
    assertThat(covering(ORIGIN + "/")).isEmpty();
    add("socket", "/docs/");

    assertThat(covering(ORIGIN + "/")).isEmpty();
    assertThat(covering(ORIGIN + "/docs")).isEmpty();
    assertThat(covering("socket://com.example.other/docs/")).isEmpty();
    assertThat(covering("socket:fs")).isEmpty();
    assertThat(covering("")).isEmpty();
    add("socket", "/");
    assertThat(covering(ORIGIN + "/socket/ipc.js")).as("modules").isEmpty();
  }

  @Test
  void shouldCoverAllOfASchemeOfItsOwn() {
    Registration shelf = add("shelf", "/");

    assertThat(covering("shelf://books/a")).contains(shelf);
    assertThat(covering("SHELF:a")).contains(shelf);
    assertThat(covering("shelves:a")).isEmpty();
    assertThat(registrations.ofScheme("shelf")).contains(shelf);
  }

  @Test
  void shouldForgetWhatIsRemoved() {
    Registration one = add("socket", "/");

    assertThat(registrations.remove(one.id())).contains(one);
    assertThat(registrations.remove(one.id())).isEmpty();
    assertThat(covering(ORIGIN + "/")).isEmpty();
    assertThat(one.active()).isCompletedExceptionally();
  }

  @Test
  void shouldFollowTheStatesOfAWorker() {
    Registration one = add("socket", "/");

    assertThat(one.isAwaited()).isFalse();
    one.update(1, "installing", "");
    assertThat(one.begun()).isCompletedWithValue(one);
    one.update(1, "activating", "");
    assertThat(one.isAwaited()).as("requests wait from now on").isTrue();
    assertThat(one.active()).isNotDone();
    one.update(1, "activated", "");
    assertThat(one.active()).isCompletedWithValue(one);
    one.update(2, "installing", "");
    one.update(2, "redundant", "it failed");
    assertThat(one.active()).as("the version before goes on").isCompletedWithValue(one);

    one.restart();

    assertThat(one.active()).isNotDone();
    assertThat(one.wasActive()).isTrue();
  }

  @Test
  void shouldTellWhyAWorkerDoesNotStart() {
    Registration one = add("socket", "/");

    one.update(1, "redundant", "SyntaxError");

    assertThatThrownBy(() -> one.begun().join())
        .hasMessageContaining("The service worker /sw.js does not start: SyntaxError");
  }
}
