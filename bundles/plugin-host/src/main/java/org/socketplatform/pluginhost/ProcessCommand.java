package org.socketplatform.pluginhost;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that starts the process of a plugin.
 *
 * @param java home of the JDK or runtime
 * @param jvm options of the JVM, its class path among them, and the main class
 * @param platform what the process reads besides the JDK
 * @param sandboxed put it into a sandbox; else it only dies with the platform
 */
record ProcessCommand(Path java, List<String> jvm, Path platform, boolean sandboxed) {
  /** Places of a Linux system where the libraries lie that a JVM needs. */
  private static final List<String> LIBRARIES =
      List.of("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache");

  ProcessCommand {
    jvm = List.copyOf(jvm);
  }

  /** The usual command of a built platform. */
  static ProcessCommand of(Path platform, boolean sandboxed) {
    List<String> jvm = new ArrayList<>();
    jvm.add("@" + platform.resolve("jvm.options"));
    jvm.addAll(List.of("-Xms8m", "-Xmn4m", "-Xmx128m", "-XX:+ExitOnOutOfMemoryError"));
    Path cache = platform.resolve("plugin-process.aot");
    if (Files.exists(cache)) {
      jvm.add("-XX:AOTCache=" + cache);
    }
    jvm.addAll(
        List.of(
            "-cp",
            platform.resolve("lib/plugin-process.jar").toString(),
            "org.socketplatform.pluginprocess.Main"));
    return new ProcessCommand(Path.of(System.getProperty("java.home")), jvm, platform, sandboxed);
  }

  /** The command for one plugin. */
  List<String> of(Path bundle) {
    List<String> command = new ArrayList<>();
    if (sandboxed) {
      command.addAll(
          List.of("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"));
      for (String library : LIBRARIES) {
        command.addAll(List.of("--ro-bind-try", library, library));
      }
      command.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
      for (Path needed : List.of(java, platform, bundle)) {
        command.addAll(List.of("--ro-bind", needed.toString(), needed.toString()));
      }
      command.addAll(List.of("--chdir", "/", "--"));
    } else {
      command.addAll(List.of("setpriv", "--pdeathsig", "KILL", "--"));
    }
    command.add(java.resolve("bin/java").toString());
    command.addAll(jvm);
    command.add(platform.toString());
    command.add(bundle.toString());
    return command;
  }
}
