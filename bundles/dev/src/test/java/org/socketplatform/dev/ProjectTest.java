package org.socketplatform.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {
  @TempDir private Path folder;

  @Test
  void shouldTakeFromTheParentWhatThePomLeavesOut() throws IOException {
    write(
        "pom.xml",
        """
        <project>
          <groupId>com.example</groupId>
          <artifactId>all</artifactId>
          <version>1.2-SNAPSHOT</version>
          <properties><tool.version>7</tool.version></properties>
          <dependencyManagement><dependencies><dependency>
            <groupId>g</groupId><artifactId>tool</artifactId><version>${tool.version}</version>
          </dependency></dependencies></dependencyManagement>
          <build><pluginManagement><plugins><plugin>
            <artifactId>bnd-maven-plugin</artifactId>
            <configuration><bnd><![CDATA[
        Bundle-SymbolicName: ${project.groupId}.${project.artifactId}
        Import-Package: !a, *
            ]]></bnd></configuration>
          </plugin></plugins></pluginManagement></build>
        </project>
        """);
    write(
        "one/pom.xml",
        """
        <project>
          <parent><groupId>com.example</groupId><artifactId>all</artifactId></parent>
          <artifactId>one</artifactId>
          <dependencies><dependency>
            <groupId>g</groupId><artifactId>tool</artifactId>
          </dependency></dependencies>
        </project>
        """);

    Project project = Project.open(folder.resolve("one"));

    assertThat(project.symbolicName()).isEqualTo("com.example.one");
    assertThat(project.instructions()).containsEntry("Import-Package", "!a, *");
    assertThat(project.pom().dependencies())
        .containsExactly(new Pom.Dependency("g", "tool", Optional.of("7")));
  }

  @Test
  void shouldDoWithoutAParentThatIsNowhere() throws IOException {
    write(
        "pom.xml",
        """
        <project>
          <parent>
            <groupId>nowhere.to.be.found</groupId><artifactId>p</artifactId><version>1</version>
            <relativePath/>
          </parent>
          <artifactId>alone</artifactId>
        </project>
        """);

    Project project = Project.open(folder);

    assertThat(project.symbolicName()).isEqualTo("alone");
    assertThat(project.pom().group()).isEqualTo("nowhere.to.be.found");
  }

  @Test
  void shouldNameTheBundleAsMavenDoes() throws IOException {
    write("pom.xml", "<project><groupId>g</groupId><artifactId>plain</artifactId></project>");

    assertThat(Project.open(folder).symbolicName()).isEqualTo("plain");
  }

  @Test
  void shouldOwnSourcesAndResourcesButNotTheRest() throws IOException {
    write("pom.xml", "<project><artifactId>plain</artifactId></project>");
    Project project = Project.open(folder);

    assertThat(project.owns(project.folder().resolve("src/main/java/A.java"))).isTrue();
    assertThat(project.owns(project.folder().resolve("modules/plugin/a.js"))).isTrue();
    assertThat(project.owns(project.folder().resolve("pom.xml"))).isFalse();
    assertThat(project.owns(project.folder().resolve("target/a.jar"))).isFalse();
  }

  @Test
  void shouldSayWhatIsWrongWithAFolder() throws IOException {
    assertThatThrownBy(() -> Project.open(folder))
        .isInstanceOf(ProjectException.class)
        .hasMessageContaining("has no pom.xml");
    write("pom.xml", "<project>");
    assertThatThrownBy(() -> Project.open(folder))
        .isInstanceOf(ProjectException.class)
        .hasMessageContaining("cannot read");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
