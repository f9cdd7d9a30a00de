package org.socketplatform.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lines such as {@code read[] = "$DATA/**"}, by the folder that they begin with. */
final class PathPatterns implements Patterns<Path> {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$([A-Za-z_]+)(?:/(.*))?", Pattern.DOTALL);

  private final Locations locations;
  private final Map<Path, List<Entry>> byBase = new HashMap<>();

  private record Entry(Glob glob, Grant grant) {}

  PathPatterns(Locations locations) {
    this.locations = locations;
  }

  @Override
  public void add(Grant grant) throws NoEffect {
    Glob glob = glob(grant.value(), locations);
    put(glob, grant);
    try {
      Path followed = RealPaths.follow(glob.base());
      if (!followed.equals(glob.base())) {
        put(glob.rebased(followed), grant);
      }
    } catch (IOException e) {
      // Where the links lead cannot be told now, so only the written path counts.
    }
  }

  private void put(Glob glob, Grant grant) {
    byBase.computeIfAbsent(glob.base(), _ -> new ArrayList<>(1)).add(new Entry(glob, grant));
  }

  static Glob glob(String text, Locations locations) throws NoEffect {
    if (text.isBlank()) {
      throw new IllegalArgumentException("it is empty");
    }
    if (text.startsWith("~")) {
      throw new IllegalArgumentException("~ stands for nothing here; write $HOME");
    }
    if (text.startsWith("$")) {
      Matcher matcher = VARIABLE.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "a variable is letters up to the next slash, as $DATA/**");
      }
      String below = matcher.group(2) == null ? "" : matcher.group(2);
      return Glob.of(locations.requireVariable(matcher.group(1)), below);
    }
    return Glob.of(text.startsWith("/") ? Path.of("/") : locations.resources(), text);
  }

  @Override
  public @Nullable Grant find(Path value) {
    for (@Nullable Path base = value; base != null; base = base.getParent()) {
      for (Entry entry : byBase.getOrDefault(base, List.of())) {
        if (entry.glob().matches(value)) {
          return entry.grant();
        }
      }
    }
    return null;
  }
}
