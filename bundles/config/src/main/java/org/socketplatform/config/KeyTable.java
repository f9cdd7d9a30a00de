package org.socketplatform.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** All settings there are, after the specification, and what a misspelt one may have meant. */
final class KeyTable {
  /** A section and its keys on each line. */
  private static final String TABLE =
      """
      build name copy copy_map env flags headless output script type
      build.script forward_arguments after
      build.watch sources debounce_timeout
      build.android copy_map
      build.ios copy_map
      build.linux copy_map
      build.mac copy_map
      build.win copy_map
      build.linux.package format
      build.mac.package format
      debug flags
      meta bundle_identifier application_protocol application_links version title description
      meta copyright maintainer lang file_limit type revision compile_bitcode upload_bitcode
      meta upload_symbols
      webview root default_index watch headers cache-control importmap insecure_domains
      webview protocol-handlers service-workers auto_register_service_workers
      webview service_worker_mode service_worker_fetch_event_timeout
      webview service_worker_fetch_event_max_response_redirects service_worker_frame
      webview filesystem_picker_require_user_activation url_protocols
      webview.fetch headers_filter allow_runtime_headers
      webview.xhr concurrency
      webview.watch reload service_worker_reload_timeout
      webview.navigator enable_navigation_gestures enable_navigation_destures
      webview.navigator.policies allowed
      web-process-extension host port cwd
      permissions allow_fullscreen allow_microphone allow_camera allow_user_media
      permissions allow_geolocation allow_notifications allow_sensors allow_clipboard
      permissions allow_bluetooth allow_data_access allow_airplay allow_hotkeys allow_autoplay
      permissions allow_device_info allow_device_orientation allow_local_fonts
      permissions allow_media_key_system allow_service_worker allow_push_notifications
      permissions allow_geolocation_in_background allow_read_media allow_read_media_images
      permissions allow_read_media_video allow_read_media_audio hardware_acceleration_disabled
      window width height min_width min_height max_width max_height resizable minimizable
      window maximizable closable frameless utility titlebar_style background_color_dark
      window background_color_light
      window.alert title
      application agent signals
      bluetooth provider choose sensors sensor_hertz
      network introducers
      application.conduit shared_key
      tray icon tooltip
      headless runner runner_flags runner_android runner_android_flags runner_ios
      headless runner_ios_flags runner_linux runner_linux_flags runner_mac runner_mac_flags
      headless runner_win32 runner_win32_flags android_runner android_runner_flags ios_runner
      headless ios_runner_flags linux_runner linux_runner_flags mac_runner mac_runner_flags
      headless win32_runner win32_runner_flags
      linux categories cmd icon icon_sizes executable_path icon_path desktop_startup_notify
      mac category cmd codesign_identity codesign_paths minimum_supported_version
      mac window_control_offsets icon icon_sizes sandbox info_plist_file info_plist_data
      mac productbuild_identity productbuild_install_path
      win cmd icon icon_sizes logo pfx publisher exe version
      ios codesign_identity distribution_method provisioning_profile provisioning_specifier
      ios simulator_device simulator_uuid nonexempt_encryption deployment_target icon icon_sizes
      ios info_plist_file info_plist_data category protocol project_version sdkroot
      android aapt_no_compress enable_standard_ndk_build main_activity manifest_permissions
      android native_abis native_cflags native_sources native_makefile sources icon icon_sizes
      android allow_cleartext resources activity_intent_filters bundle_identifier application
      android codesign_identity codesign_paths
      apple identifier team_identifier
      native files headers
      process children descendants contained
      ai.llm.model path
      ai.llm.lora path
      """;

  private static final Pattern WINDOW_CLIENT = Pattern.compile("window\\.\\d{1,9}\\.client\\.id");

  /** Known keys by their flat spelling. */
  private static final Map<String, String> BY_FLAT_NAME = new LinkedHashMap<>();

  private static final Set<String> SECTIONS = new TreeSet<>(KnownKeys.FREE);
  private static final Map<String, String> ALIASES = new HashMap<>();

  static {
    TABLE
        .lines()
        .forEach(row -> {
          String[] words = row.split(" ", -1);
          SECTIONS.add(words[0]);
          for (int i = 1; i < words.length; i++) {
            String key = words[0] + "." + words[i];
            BY_FLAT_NAME.putIfAbsent(flat(key), key);
          }
        });
    ALIASES.put("window.backgroundColorDark", "window.background_color_dark");
    ALIASES.put("window.backgroundColorLight", "window.background_color_light");
  }

  private KeyTable() {}

  static String canonical(String key) {
    String alias = ALIASES.getOrDefault(key, key);
    return BY_FLAT_NAME.getOrDefault(flat(alias), alias);
  }

  private static String flat(String key) {
    return key.replace('.', '_');
  }

  static boolean isKnown(String canonical) {
    return BY_FLAT_NAME.containsKey(flat(canonical)) || WINDOW_CLIENT.matcher(canonical).matches();
  }

  static Optional<String> adviceForSection(String name) {
    if (SECTIONS.stream().anyMatch(known -> known.equals(name) || known.startsWith(name + "."))) {
      return Optional.empty();
    }
    return closest(name, SECTIONS)
        .map(close ->
            "unknown section [" + IniReader.shortened(name) + "]; did you mean [" + close + "]?");
  }

  /** A hint such as {@code ; did you mean [build] name?}, or nothing. */
  static String suggestion(String unknown) {
    return closest(unknown, BY_FLAT_NAME.values())
        .or(() -> elsewhere(unknown))
        .map(key ->
            "; did you mean ["
                + key.substring(0, key.lastIndexOf('.'))
                + "] "
                + KnownKeys.lastSegment(key)
                + "?")
        .orElse("");
  }

  private static Optional<String> elsewhere(String unknown) {
    String name = KnownKeys.lastSegment(unknown);
    List<String> same =
        BY_FLAT_NAME.values().stream()
            .filter(key -> KnownKeys.lastSegment(key).equals(name))
            .toList();
    return same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty();
  }

  private static Optional<String> closest(String name, Iterable<String> candidates) {
    String wanted = name.toLowerCase(Locale.ROOT).replace('-', '_');
    int bound = wanted.length() < 6 ? 1 : wanted.length() < 12 ? 2 : 3;
    String best = null;
    for (String candidate : candidates) {
      int distance = distance(wanted, candidate.replace('-', '_'), bound);
      if (distance <= bound) {
        bound = distance - 1;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * Edits from one word to the other, a swap of neighbours being one; more than the bound if so.
   */
  static int distance(String a, String b, int bound) {
    if (Math.abs(a.length() - b.length()) > bound) {
      return bound + 1;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      current[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] oldest = beforeLast;
      beforeLast = last;
      last = current;
      current = oldest;
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(last[j], current[j - 1]) + 1, last[j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, beforeLast[j - 2] + 1);
        }
        current[j] = least;
      }
    }
    return current[b.length()];
  }
}
