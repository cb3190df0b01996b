package dev.keyturn.mail.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.facts.EmailAddress;
import dev.keyturn.mail.Mail;
import dev.keyturn.mail.Notice;
import dev.keyturn.mail.Signature;
import dev.keyturn.mail.Signature.Contact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesTest {
  private static final Notice DELETED = new Notice.Deleted(Samples.ALICE, Samples.OLD);

  @TempDir private Path directory;

  @Test
  void aFileOfTheInstallationReplacesTheStandardOne() throws Exception {
    put("deleted.txt", "Subject: Weg: {{user}}\nDer Schlüssel {{oldKey.id}} ist weg.\n");
    Mail mail = write(Samples.SIGNED);
    assertThat(mail.subject()).isEqualTo("Weg: alice");
    assertThat(mail.text()).startsWith("Der Schlüssel AKIAIOSFODNN7EXAMPLE ist weg.\n\n----");
    assertThat(mail.html()).contains("Your old AWS access key is deleted");
  }

  @Test
  void aLayoutOfTheInstallationAppliesToEveryMail() throws Exception {
    put("layout.txt", "{{body}}\n\nYours, the cloud team\n");
    put("layout.html", "<html><body>{{{body}}}<p>Yours</p></body></html>");
    Mail mail = write(Samples.SIGNED);
    assertThat(mail.text()).endsWith("\n\nYours, the cloud team\n");
    assertThat(mail.html()).startsWith("<html>").endsWith("<p>Yours</p></body></html>");
  }

  @Test
  void ignoresDotFilesReadmesCarriageReturnsAndByteOrderMarks() throws Exception {
    put(".git", "");
    put("README.md", "{{nothing}");
    put("deleted.txt", "\uFEFFSubject: {{user}}\r\nGone.\r\n");
    put("deleted.html", "<p>gone</p>\r\n");
    assertThat(write(Samples.SIGNED).subject()).isEqualTo("alice");
  }

  @Test
  void htmlIsEscapedAndTextIsNot() throws Exception {
    Signature odd = new Signature("<b>&\"co\"", "123456789012", "aws", new Contact.None());
    assertThat(write(odd).text()).contains("Sent by Keyturn (<b>&\"co\")");
    assertThat(write(odd).html())
        .contains("Sent by Keyturn (&lt;b&gt;&amp;&quot;co&quot;)")
        .doesNotContain("<b>&\"co\"");
  }

  @Test
  void aSubjectIsASingleLineForAllValues() throws Exception {
    Signature odd =
        new Signature("key\r\nBcc: eve@corp.example\u2028turn", "1", "aws", new Contact.None());
    assertThat(write(odd).subject()).startsWith("[key Bcc: eve@corp.example turn] alice: ");
  }

  @Test
  void refusesAnUnknownVariable() throws Exception {
    put("deleted.txt", "Subject: {{user}}\n\nThe key\n{{oldkey.id}} is gone.\n");
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith(directory.resolve("deleted.txt") + ": line 4: there is no variable 'oldkey'")
        .contains("user");
  }

  @Test
  void refusesAnOptionalVariableWithoutATest() throws Exception {
    put("deleted.html", "<p>{{contact}}</p>");
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("line 1", "'contact'", "not in every such mail");
    put("deleted.html", "<p>{{#hasContact}}{{contact}}{{/hasContact}}</p>");
    assertThat(write(Samples.SIGNED).html()).contains("<p>cloud-team@corp.example</p>");
  }

  @Test
  void refusesAnUnknownVariableInASubjectALayoutAndARareSection() throws Exception {
    put("warned.txt", "Subject: {{usr}}\ntext\n");
    put("replaced.html", "{{#oldKey}}{{nme}}{{/oldKey}}");
    assertThat(problems()).hasSize(2).anySatisfy(problem -> assertThat(problem).contains("'usr'"));
    Files.delete(directory.resolve("warned.txt"));
    put("replaced.html", "<p>x{{^file.expires}}{{nme}}{{/file.expires}}</p>");
    assertThat(problems()).singleElement().asString().contains("'nme'");
    Files.delete(directory.resolve("replaced.html"));
    put("layout.txt", "{{body}}{{oldKey.id}}");
    assertThat(problems()).singleElement().asString().contains("layout.txt", "'oldKey'", "user");
  }

  @Test
  void refusesATagThatIsNotClosed() throws Exception {
    for (String open :
        List.of("{{user", "{{user}", "{{#oldKey}}", "{{/oldKey}}", "{{user\n}} {{")) {
      put("deleted.txt", "Subject: {{user}}\n\n" + open + "\n");
      assertThat(problems()).as(open).singleElement().asString().contains("deleted.txt", "clos");
    }
  }

  @Test
  void refusesATextWithoutASubject() throws Exception {
    for (String text : List.of("", "Gone.\n", "Subject:\nGone.\n", "Subject:  \nGone.\n")) {
      put("deleted.txt", text);
      assertThat(problems()).singleElement().asString().contains("line 1", "'Subject: ");
    }
  }

  @Test
  void refusesAnEmptyTemplate() throws Exception {
    put("warned.txt", "Subject: {{user}}\n");
    put("deleted.html", "{{^hasContact}}ask{{/hasContact}}");
    put("layout.txt", "{{subject}}");
    put("layout.html", "<p>{{body}}</p>");
    assertThat(problems())
        .satisfiesExactlyInAnyOrder(
            problem -> assertThat(problem).contains("warned.txt", "is empty"),
            problem -> assertThat(problem).contains("deleted.html", "is empty"),
            problem -> assertThat(problem).contains("layout.txt", "{{{body}}}"),
            problem -> assertThat(problem).contains("layout.html", "{{{body}}}"));
  }

  @Test
  void refusesAFileWithAnUnknownName() throws Exception {
    put("delete.txt", "Subject: x\n");
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("delete.txt: no template has this name", "deleted.txt");
  }

  @Test
  void refusesAFileThatCannotBeReadAndReportsAllProblemsAtOnce() throws Exception {
    Files.createDirectory(directory.resolve("warned.txt"));
    Files.write(directory.resolve("warned.html"), new byte[] {(byte) 0xC3, 'x'});
    put("deleted.txt", "x".repeat(65 * 1024));
    put("deleted.html", "{{>other}}");
    assertThat(problems())
        .satisfiesExactlyInAnyOrder(
            problem -> assertThat(problem).contains("warned.txt", "is not a file"),
            problem -> assertThat(problem).contains("warned.html", "is not UTF-8"),
            problem -> assertThat(problem).contains("deleted.txt", "is larger than 65536 bytes"),
            problem -> assertThat(problem).contains("deleted.html", "cannot include another"));
  }

  @Test
  void refusesAMissingDirectory() {
    directory = directory.resolve("missing");
    assertThat(problems()).singleElement().asString().contains("missing: cannot be read");
  }

  private void put(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content, StandardCharsets.UTF_8);
  }

  private Mail write(Signature signature) throws UnusableTemplates {
    return new TemplateMailWriter(Templates.replacedBy(directory), signature)
        .write(new EmailAddress("alice@corp.example"), DELETED, Samples.TODAY);
  }

  private List<String> problems() {
    return catchThrowableOfType(UnusableTemplates.class, () -> Templates.replacedBy(directory))
        .problems();
  }
}
