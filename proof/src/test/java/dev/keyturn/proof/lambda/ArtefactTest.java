package dev.keyturn.proof.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The content of the artefact. */
class ArtefactTest {
  /** Lambda takes 50 MB directly (Lambda developer guide, "Quotas"); far less starts faster. */
  private static final long MOST_BYTES = 20_000_000;

  @Test
  void holdsNoClassOfSandboxOrCommandLine() throws IOException {
    List<String> classes = classes();
    assertThat(classes)
        .contains("dev/keyturn/lambda/RotationHandler.class", "dev/keyturn/run/Run.class")
        .noneMatch(name -> name.startsWith("dev/keyturn/sandbox/"))
        .noneMatch(name -> name.startsWith("dev/keyturn/cli/"))
        .noneMatch(name -> name.startsWith("dev/keyturn/doctor/"))
        .noneMatch(name -> name.startsWith("picocli/"))
        .noneMatch(name -> name.startsWith("org/junit/"));
  }

  @Test
  void holdsNothingToSignInByABrowser() throws IOException {
    assertThat(classes())
        .noneMatch(name -> name.startsWith("software/amazon/awssdk/services/sso"))
        .noneMatch(name -> name.startsWith("software/amazon/awssdk/services/signin"))
        .noneMatch(name -> name.startsWith("software/amazon/awssdk/http/apache"))
        .noneMatch(name -> name.startsWith("software/amazon/awssdk/http/nio"));
  }

  @Test
  void isSmall() throws IOException {
    assertThat(Files.size(Artefact.zip())).isLessThan(MOST_BYTES);
  }

  private static List<String> classes() throws IOException {
    List<String> classes = new ArrayList<>();
    try (ZipFile zip = new ZipFile(Artefact.zip().toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        assertThat(entry.getName()).startsWith("lib/");
        if (entry.getName().endsWith(".jar")) {
          try (ZipInputStream jar = new ZipInputStream(zip.getInputStream(entry))) {
            for (ZipEntry one = jar.getNextEntry(); one != null; one = jar.getNextEntry()) {
              classes.add(one.getName());
            }
          }
        }
      }
    }
    return classes;
  }
}
