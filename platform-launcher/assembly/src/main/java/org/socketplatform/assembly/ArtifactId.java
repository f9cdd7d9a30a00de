package org.socketplatform.assembly;

/** Maven coordinates as a feature writes them: {@code group:artifact:version}. */
record ArtifactId(String group, String name, String version) {
  static ArtifactId parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3 || text.contains("$")) {
      throw new AssemblyException("not group:artifact:version: '" + text + "'");
    }
    return new ArtifactId(parts[0], parts[1], parts[2]);
  }

  /** Where Maven has put it. */
  String source() {
    return group + "." + name + "-" + version + ".jar";
  }

  /** Its name in the platform, which does not change with versions. */
  String target() {
    return name + ".jar";
  }
}
