package org.socketplatform.assembly;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/**
 * What the framework offers to bundles from its own class path and the JDK. Worked out when the
 * platform is built, because Felix takes some 40 ms for it at each start. The toolkits of the JDK
 * and its tools are left out: windows belong to the platform.
 */
final class SystemPackages {
  /** Where Felix keeps the list of its own packages. */
  private static final String OWN = "osgi-exports";

  private static final Set<String> LEFT_OUT = Set.of("java.desktop", "java.smartcardio");
  private static final Set<String> ALSO =
      Set.of("jdk.httpserver", "jdk.jfr", "jdk.management", "jdk.net", "jdk.unsupported");

  private SystemPackages() {}

  static String of(Path framework) {
    String own = ownPackages(framework);
    return ModuleLayer.boot().modules().stream()
        .map(Module::getDescriptor)
        .filter(module ->
            ALSO.contains(module.name())
                || (module.name().startsWith("java.") && !LEFT_OUT.contains(module.name())))
        .flatMap(module -> module.exports().stream())
        .filter(exports -> !exports.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .sorted()
        .collect(Collectors.joining(",", own + ",", ""));
  }

  private static String ownPackages(Path framework) {
    Properties defaults = new Properties();
    try (JarFile jar = new JarFile(framework.toFile())) {
      ZipEntry entry = jar.getEntry("default.properties");
      if (entry != null) {
        try (InputStream in = jar.getInputStream(entry)) {
          defaults.load(in);
        }
      }
    } catch (IOException e) {
      throw new AssemblyException("cannot read " + framework, e);
    }
    String packages = defaults.getProperty(OWN, "").strip();
    if (packages.isEmpty()) {
      throw new AssemblyException(framework + " does not tell its own packages as " + OWN);
    }
    return packages.endsWith(",") ? packages.substring(0, packages.length() - 1) : packages;
  }
}
