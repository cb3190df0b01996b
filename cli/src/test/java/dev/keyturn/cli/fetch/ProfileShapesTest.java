package dev.keyturn.cli.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.aws.owner.OwnersKey;
import dev.keyturn.facts.KeyId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape of the table is read as the AWS CLI reads it, and refused where the SDK differs. */
class ProfileShapesTest {
  private static final OwnersKey OLD =
      new OwnersKey(new KeyId("AKIAIOSFODNN7EXAMPLE"), "oldSecret/abc+DEF=");
  private static final OwnersKey NEW =
      new OwnersKey(new KeyId("AKIAI44QH8DHBEXAMPLE"), "+aLongerNewSecret/with+signs/and=");
  private static final OwnersKey OTHER =
      new OwnersKey(new KeyId("AKIAOTHEROTHEROTHER0"), "another");

  /** One line of the table. */
  record Shape(String name, String profile, String credentials, String config, String verdict) {
    boolean reads() {
      return verdict.equals("reads");
    }

    byte[] bytes(String file, OwnersKey key) {
      return with("{key}", key, with("{other}", OTHER, file))
          .replace("{id}", key.id().value())
          .replace("{secret}", key.reveal())
          .translateEscapes()
          .getBytes(ISO_8859_1);
    }

    private static String with(String mark, OwnersKey key, String file) {
      return file.replace(
          mark,
          "aws_access_key_id = %s\\naws_secret_access_key = %s\\n"
              .formatted(key.id(), key.reveal()));
    }

    String named() {
      return new String(profile.translateEscapes().getBytes(ISO_8859_1), UTF_8);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Shape> shapes() throws IOException {
    try (InputStream table =
        Objects.requireNonNull(ProfileShapesTest.class.getResourceAsStream("shapes.txt"))) {
      return new String(table.readAllBytes(), UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(
                  line ->
                      (line + " ")
                          .replace(" | | ", " |  | ")
                          .replace(" | | ", " |  | ")
                          .split(" \\| ", -1))
              .map(cells -> new Shape(cells[0], cells[1], cells[2], cells[3], cells[4].strip()))
              .toList()
              .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void isReadAsTheTableSays(Shape shape, @TempDir Path home) throws IOException, CannotFetch {
    OwnersFiles files = new OwnersFiles(home.resolve("credentials"), home.resolve("config"));
    write(files.credentials(), shape.bytes(shape.credentials(), OLD));
    write(files.config(), shape.bytes(shape.config(), OLD));
    if (!shape.reads()) {
      CannotFetch refused =
          catchThrowableOfType(
              CannotFetch.class, () -> ProfileKey.of(files, shape.named(), Map.of()));
      assertThat(refused).as("refused").isNotNull();
      assertThat(refused.message()).contains(shape.verdict()).contains(home.toString());
      assertThat(refused.message()).doesNotContain(OLD.reveal());
      return;
    }
    ProfileKey holding = ProfileKey.of(files, shape.named(), Map.of());
    assertThat(holding.key().id()).isEqualTo(OLD.id());
    assertThat(holding.key().reveal()).isEqualTo(OLD.reveal());
    boolean inConfig = holding.path().endsWith("config");
    assertThat(holding.file().with(holding.section(), NEW))
        .isEqualTo(shape.bytes(inConfig ? shape.config() : shape.credentials(), NEW));
    assertTheSdkReadsNothingElse(shape);
    assertThatCode(() -> holding.profile().mfaSerial()).doesNotThrowAnyException();
  }

  /** It may refuse the files or find no whole key, but not find another one. */
  private static void assertTheSdkReadsNothingElse(Shape shape) {
    try {
      var files = software.amazon.awssdk.profiles.ProfileFile.aggregator();
      files.addFile(
          file(
              software.amazon.awssdk.profiles.ProfileFile.Type.CREDENTIALS,
              shape.bytes(shape.credentials(), OLD)));
      files.addFile(
          file(
              software.amazon.awssdk.profiles.ProfileFile.Type.CONFIGURATION,
              shape.bytes(shape.config(), OLD)));
      var profile = files.build().profile(shape.named());
      Optional<String> id = profile.flatMap(it -> it.property(ProfileFile.ID));
      Optional<String> secret = profile.flatMap(it -> it.property(ProfileFile.SECRET));
      if (id.isPresent() && secret.isPresent()) {
        assertThat(id).hasValue(OLD.id().value());
        assertThat(secret).hasValue(OLD.reveal());
      }
    } catch (IllegalArgumentException _) {
      // It refuses what the AWS CLI reads.
    }
  }

  private static software.amazon.awssdk.profiles.ProfileFile file(
      software.amazon.awssdk.profiles.ProfileFile.Type type, byte[] bytes) {
    return software.amazon.awssdk.profiles.ProfileFile.builder()
        .content(new ByteArrayInputStream(bytes))
        .type(type)
        .build();
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    if (bytes.length > 0) {
      Files.write(file, bytes);
    }
  }
}
