package org.socketplatform.access;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.CommandLine;
import org.socketplatform.plugin.HostAndPort;

/**
 * A permission taken apart, with what is granted of it. Which kind of value its lines are about is
 * known from the first route that asks; they are compiled then. Safe for use by many threads.
 */
final class Permission {
  private final String section;
  private final String plugin;
  private final String name;
  private final PluginGrants grants;
  private final Locations locations;
  private final Programs programs;
  private final @Nullable Grant prohibition;
  private final @Nullable Grant permit;
  private volatile @Nullable Lines<Path> paths;
  private volatile @Nullable Lines<HostAndPort> hosts;
  private volatile @Nullable Lines<CommandLine> commands;

  Permission(
      String place,
      String plugin,
      String name,
      PluginGrants grants,
      Locations locations,
      Programs programs) {
    this.section = place + plugin;
    this.plugin = plugin;
    this.name = name;
    this.grants = grants;
    this.locations = locations;
    this.programs = programs;
    this.prohibition = grants.prohibition(name);
    this.permit = grants.permit(name);
  }

  /** The section of {@code [capabilities]} that its lines stand in. */
  String section() {
    return section;
  }

  String plugin() {
    return plugin;
  }

  String name() {
    return name;
  }

  /** The line that forbids all of it. */
  @Nullable Grant prohibition() {
    return prohibition;
  }

  /** The line that allows calls whose parameters are not looked at. */
  @Nullable Grant permit() {
    return permit;
  }

  Lines<Path> paths() {
    @Nullable Lines<Path> lines = paths;
    if (lines == null) {
      lines = lines(new PathPatterns(locations), new PathPatterns(locations));
      paths = lines;
    }
    return lines;
  }

  Lines<HostAndPort> hosts() {
    @Nullable Lines<HostAndPort> lines = hosts;
    if (lines == null) {
      lines = lines(new HostPatterns(), new HostPatterns());
      hosts = lines;
    }
    return lines;
  }

  Lines<CommandLine> commands() {
    @Nullable Lines<CommandLine> lines = commands;
    if (lines == null) {
      lines =
          lines(new ProgramPatterns(locations, programs), new ProgramPatterns(locations, programs));
      commands = lines;
    }
    return lines;
  }

  private <T> Lines<T> lines(Patterns<T> granted, Patterns<T> denied) {
    return new Lines<>(grants.patterns(name), grants.denials(), granted, denied);
  }
}
