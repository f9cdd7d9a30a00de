package org.socketplatform.itest.bundles;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** A framework with the router and the file system in it. */
final class Container {
  /** Where the bundles are, by name. */
  static final Path JARS = Path.of(System.getProperty("bundles", "target/bundles"));

  private static final String[] BUNDLES = {
    "org.osgi.util.function",
    "org.osgi.util.promise",
    "org.osgi.service.component",
    "org.apache.felix.scr",
    "jackson-core",
    "api",
    "access",
    "router",
    "fs"
  };

  private Container() {}

  /** What Pax Exam is to start. */
  static Option[] with(Option... more) {
    return options(
        composite(
            Stream.of(BUNDLES)
                .map(name -> bundle(JARS.resolve(name + ".jar").toUri().toString()))
                .toArray(Option[]::new)),
        systemProperty("bundles").value(JARS.toString()),
        systemProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"),
        junitBundles(),
        composite(more));
  }
}
