package org.socketplatform.config;

import java.util.HashMap;
import java.util.Map;

/** Reads {@code ssc.config}, the format of 2022: lines {@code key: value}, no sections. */
final class SscConfig {
  static final String FILE = "ssc.config";

  /** An old name and the key that it is today. */
  private static final String TABLE =
      """
      name build.name
      executable build.name
      title meta.title
      version meta.version
      description meta.description
      copyright meta.copyright
      maintainer meta.maintainer
      lang meta.lang
      bundle_identifier meta.bundle_identifier
      file_limit meta.file_limit
      revision meta.revision
      build build.script
      input build.copy
      output build.output
      flags build.flags
      debug_flags debug.flags
      env build.env
      width window.width
      height window.height
      win_cmd win.cmd
      win_icon win.icon
      win_logo win.logo
      win_pfx win.pfx
      win_publisher win.publisher
      linux_categories linux.categories
      linux_cmd linux.cmd
      linux_icon linux.icon
      mac_appstore_icon mac.icon
      mac_category mac.category
      mac_cmd mac.cmd
      mac_icon mac.icon
      mac_sign mac.codesign_identity
      mac_codesign_identity mac.codesign_identity
      mac_sign_paths mac.codesign_paths
      mac_team_id apple.team_identifier
      ios_codesign_identity ios.codesign_identity
      ios_distribution_method ios.distribution_method
      ios_provisioning_profile ios.provisioning_profile
      ios_simulator_device ios.simulator_device
      """;

  private SscConfig() {}

  static SocketIni read(String text, Host host) {
    Map<String, String> today = new HashMap<>();
    TABLE
        .lines()
        .forEach(row -> {
          int space = row.indexOf(' ');
          today.put(row.substring(0, space), row.substring(space + 1));
        });
    Collector out = new Collector(FILE, host);
    Map<String, String> setBy = new HashMap<>();
    int line = 0;
    for (String raw : text.lines().toList()) {
      line++;
      String trimmed = (line == 1 ? IniReader.withoutByteOrderMark(raw) : raw).strip();
      if (trimmed.isEmpty() || trimmed.startsWith("#")) {
        continue;
      }
      int colon = trimmed.indexOf(':');
      if (IniReader.hasControlCharacter(trimmed)) {
        out.error(line, "a control character is in this line; remove it");
      } else if (colon <= 0) {
        out.error(line, "'" + IniReader.shortened(trimmed) + "' is no setting; write key: value");
      } else {
        String name = trimmed.substring(0, colon).strip();
        String key = today.get(name);
        String value = trimmed.substring(colon + 1).strip();
        if (key == null) {
          out.warning(line, "unknown setting " + IniReader.shortened(name) + ", ignored");
        } else if (setBy.getOrDefault(key, name).equals(name)) {
          // `name` and `executable` are one today: the first of such a pair counts.
          setBy.put(key, name);
          out.section(key.substring(0, key.indexOf('.')));
          out.set(key, value, line);
        }
      }
    }
    return out.result();
  }
}
