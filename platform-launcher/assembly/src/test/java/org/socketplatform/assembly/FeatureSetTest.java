package org.socketplatform.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socketplatform.assembly.FeatureSet.LeveledBundle;

class FeatureSetTest {
  @TempDir private Path folder;

  @Test
  void shouldReadBundlesClassPathAndProperties() throws IOException {
    FeatureSet features =
        read(
            """
            {
              "feature-resource-version": "1.0",
              "id": "org.example:one:1",
              "bundles": [
                { "id": "g:late:1", "bundleStartLevel": 3 },
                { "id": "g:early:1.2" },
                "g:plain:2"
              ],
              "extensions": {
                "launcher-class-path": {
                  "kind": "mandatory", "type": "artifacts",
                  "artifacts": [ { "id": "g:boot:1" } ]
                },
                "framework-launching-properties": {
                  "kind": "mandatory", "type": "json",
                  "json": { "level": 0, "flag": true, "packages": ["a", "b"] }
                }
              }
            }
            """);

    assertThat(features.bundles())
        .containsExactly(
            new LeveledBundle(new ArtifactId("g", "early", "1.2"), 1),
            new LeveledBundle(new ArtifactId("g", "plain", "2"), 1),
            new LeveledBundle(new ArtifactId("g", "late", "1"), 3));
    assertThat(features.classPath()).containsExactly(new ArtifactId("g", "boot", "1"));
    assertThat(features.properties())
        .containsEntry("level", "0")
        .containsEntry("flag", "true")
        .containsEntry("packages", "a,b");
  }

  @Test
  void shouldAddOneFeatureToAnother() throws IOException {
    FeatureSet features =
        read(
            properties("{ \"packages\": [\"a\"], \"same\": \"x\" }"),
            properties("{ \"packages\": [\"b\", \"c\"], \"same\": \"x\" }"));

    assertThat(features.properties()).containsEntry("packages", "a,b,c").containsEntry("same", "x");
  }

  @Test
  void shouldNameTheFileAndTheEntryThatIsWrong() {
    assertThatThrownBy(() -> read("{ \"bundles\": [ { \"id\": \"g:${name}:1\" } ] }"))
        .isInstanceOf(AssemblyException.class)
        .hasMessageContaining("0.json")
        .hasMessageContaining("g:${name}:1");
    assertThatThrownBy(() -> read("{ \"bundles\": [ { \"id\": \"g:a\" } ] }"))
        .hasMessageContaining("'g:a'");
    assertThatThrownBy(
            () -> read("{ \"bundles\": [ { \"id\": \"g:a:1\", \"bundleStartLevel\": \"x\" } ] }"))
        .hasMessageContaining("'x'");
    assertThatThrownBy(() -> read("{ \"bundles\": [")).hasMessageContaining("0.json");
    assertThatThrownBy(() -> read("[]")).hasMessageContaining("no JSON object");
  }

  private static String properties(String json) {
    return "{ \"extensions\": { \"framework-launching-properties\": { \"json\": " + json + " } } }";
  }

  private FeatureSet read(String... texts) throws IOException {
    Path[] files = new Path[texts.length];
    for (int i = 0; i < texts.length; i++) {
      files[i] = Files.writeString(folder.resolve(i + ".json"), texts[i]);
    }
    return FeatureSet.read(List.of(files));
  }
}
