package dev.keyturn.cli.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.aws.owner.OwnersKey;
import dev.keyturn.cli.fetch.ProfileFile.Kind;
import dev.keyturn.cli.fetch.ProfileFile.Lookup;
import dev.keyturn.cli.fetch.ProfileFile.Section;
import dev.keyturn.facts.KeyId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In whatever shape a file is, one key in it is replaced and no other byte. */
class ProfileFileTest {
  private static final OwnersKey OLD =
      new OwnersKey(new KeyId("AKIAIOSFODNN7EXAMPLE"), "oldSecret/abc+DEF=");
  private static final OwnersKey NEW =
      new OwnersKey(new KeyId("AKIAI44QH8DHBEXAMPLE"), "aLongerNewSecret/with+signs/and=");
  private static final List<String> BEFORE =
      List.of(
          "",
          "# of my own, with [brackets] and aws_access_key_id = no\n\n",
          "[other]\naws_access_key_id=AKIAOTHEROTHEROTHER0\naws_secret_access_key=other\n\n",
          "; aws_secret_access_key = no\n[grüße]\nregion=eu-west-1\n");
  private static final List<String> BETWEEN =
      List.of("", "\n# made on 2026-09-22\n", "region = eu-central-1\ns3 =\n  max_queue = 10\n");
  private static final List<String> AFTER =
      List.of(
          "", "\n", "\n[work]\naws_access_key_id = AKIAOTHEROTHEROTHER0\n", "a = setting\n\t\n");
  private static final List<String> EQUALS = List.of("=", " = ", "  =\t", " : ");
  private static final List<String> ENDS = List.of("\n", "\r\n", "\r");

  @Test
  void oneKeyIsReplacedAndNoOtherByte() {
    int shapes = 0;
    for (Shape shape : shapes()) {
      for (Kind kind : Kind.values()) {
        byte[] file = shape.bytes(kind, OLD);
        ProfileFile read = ProfileFile.of(kind, file);
        Section section = section(read, "default");
        assertThat(read.bytes()).as("%s", shape).isEqualTo(file);
        assertThat(read.key(section).orElseThrow().reveal()).isEqualTo(OLD.reveal());
        assertThat(read.with(section, NEW)).as("%s", shape).isEqualTo(shape.bytes(kind, NEW));
        shapes++;
      }
    }
    assertThat(shapes).isGreaterThan(4_000);
  }

  /** A way to write a file with a key in its default profile. */
  record Shape(
      String before,
      String between,
      String after,
      String equals,
      String end,
      String indent,
      boolean secretFirst) {

    byte[] bytes(Kind kind, OwnersKey key) {
      String id = indent + "aws_access_key_id" + equals + key.id() + "\n";
      String secret = indent + "aws_secret_access_key" + equals + key.reveal() + "  \n";
      String text =
          (kind == Kind.CREDENTIALS ? before : before.replace("[other]", "[profile other]"))
              + "[default]\n"
              + (secretFirst ? secret : id)
              + between.replaceAll("(?m)^(?=[ a-z])", indent)
              + (secretFirst ? id : secret)
              + (kind == Kind.CREDENTIALS ? after : after.replace("[work]", "[profile work]"));
      return text.replace("\n", end).getBytes(UTF_8);
    }
  }

  private static List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    for (String before : BEFORE) {
      for (String between : BETWEEN) {
        for (String after : AFTER) {
          for (String equals : EQUALS) {
            for (String end : ENDS) {
              for (String indent : List.of("", "  ")) {
                for (boolean secretFirst : new boolean[] {false, true}) {
                  shapes.add(new Shape(before, between, after, equals, end, indent, secretFirst));
                }
              }
            }
          }
        }
      }
    }
    return shapes;
  }

  @Test
  void aFileThatEndsWithoutALineEndStaysSo() {
    String file = "[default]\naws_access_key_id=%s\naws_secret_access_key=%s";
    ProfileFile read =
        ProfileFile.of(Kind.CREDENTIALS, file.formatted(OLD.id(), OLD.reveal()).getBytes(UTF_8));
    assertThat(read.with(section(read, "default"), NEW))
        .asString(UTF_8)
        .isEqualTo(file.formatted(NEW.id(), NEW.reveal()));
  }

  @Test
  void aSectionOfServicesMayBeMissingOrEmpty() {
    String config =
        """
        [services "my own"]
        sts =
          endpoint_url = https://sts.example
        [services none]
        """;
    ProfileFile read = ProfileFile.of(Kind.CONFIG, config.getBytes(UTF_8));
    assertThat(read.services("my own"))
        .contains(List.of("sts =", "  endpoint_url = https://sts.example"));
    assertThat(read.services("none")).contains(List.of());
    assertThat(read.services("gone")).isEmpty();
  }

  @Test
  void profilesAreNamedAsEachKindOfFileNamesThem() {
    String config =
        """
        [default]
        [profile work]
        [profile  "two words"]
        [sso-session x]
        [services y]
        [bare]
        """;
    ProfileFile read = ProfileFile.of(Kind.CONFIG, config.getBytes(UTF_8));
    assertThat(List.of("default", "work", "two words"))
        .allMatch(name -> read.look(name) instanceof Lookup.Present);
    assertThat(List.of("sso-session x", "x", "services y", "y", "bare", "profile work"))
        .allMatch(name -> read.look(name) instanceof Lookup.Absent);
    ProfileFile credentials = of("[two words]\n[profile work]\n[büro] # mine\n");
    assertThat(List.of("two words", "profile work", "büro"))
        .allMatch(name -> credentials.look(name) instanceof Lookup.Present);
    assertThat(credentials.look("work")).isInstanceOf(Lookup.Absent.class);
  }

  @Test
  void aKeyOfALongerNameOrInACommentIsNone() {
    ProfileFile read =
        of(
            """
            [default]
            #aws_access_key_id=AKIAIOSFODNN7EXAMPLE
            my_aws_access_key_id=a
            aws_secret_access_key_id=b
            ;aws_secret_access_key=c
            aws_access_key_id =
            """);
    assertThat(read.key(section(read, "default"))).isEmpty();
    assertThat(read.hasSecret(section(read, "default"))).isFalse();
  }

  @Test
  void otherProfilesWithTheSameKeyAreFound() {
    ProfileFile read =
        of(
            """
            [a]
            aws_access_key_id=AKIAIOSFODNN7EXAMPLE
            [b]
            aws_access_key_id=AKIAI44QH8DHBEXAMPLE
            [c]
            aws_access_key_id: AKIAIOSFODNN7EXAMPLE
            """);
    assertThat(read.othersWith(OLD.id(), section(read, "a"))).containsExactly("c");
  }

  @Test
  void nothingPrintsASecret() {
    ProfileFile read =
        of("[default]\naws_access_key_id=AKIAIOSFODNN7EXAMPLE\naws_secret_access_key=SeCrEt\n");
    Section section = section(read, "default");
    assertThat(read + " " + section + " " + read.look("default") + read.key(section))
        .doesNotContain("SeCrEt")
        .contains("AKIAIOSFODNN7EXAMPLE (secret)");
    assertThatThrownBy(() -> read.setting(section, ProfileFile.SECRET))
        .hasMessage("a secret is read as a key only");
    ProfileFile broken = of("[default]\naws_access_key_id=short\naws_secret_access_key=SeCrEt\n");
    assertThatThrownBy(() -> broken.key(section(broken, "default")))
        .hasMessage("not an access key id: 'short'");
  }

  private static ProfileFile of(String text) {
    return ProfileFile.of(Kind.CREDENTIALS, text.getBytes(UTF_8));
  }

  private static Section section(ProfileFile file, String profile) {
    if (file.look(profile) instanceof Lookup.Present(Section section)) {
      return section;
    }
    throw new AssertionError("no profile " + profile + " in " + file);
  }
}
