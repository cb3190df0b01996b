package dev.keyturn.proof.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares docs/permissions.md with deploy/template.yaml. */
class PermissionsDocumentedTest {
  private static final Pattern ACTION = Pattern.compile("\\b(?:iam|s3|ses|logs|kms):[A-Z]\\w+");
  private static final Pattern ROW =
      Pattern.compile("^\\| `((?:iam|s3|ses|logs|kms):[A-Z]\\w+)` \\|", Pattern.MULTILINE);

  /** The first cells of the tables below a heading. */
  private static Set<String> listed(String heading) throws IOException {
    String page = Files.readString(Artefact.root().resolve("docs/permissions.md"));
    String part = page.substring(page.indexOf("## " + heading));
    int next = part.indexOf("\n## ", 1);
    return ROW.matcher(next < 0 ? part : part.substring(0, next))
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> granted(String... places) throws IOException {
    Template template = Template.read(Artefact.root().resolve("deploy/template.yaml"));
    Set<String> actions = new TreeSet<>();
    for (String place : places) {
      ACTION
          .matcher(template.at(place).toString())
          .results()
          .map(MatchResult::group)
          .filter(word -> !word.equals("ses:FromAddress"))
          .forEach(actions::add);
    }
    return actions;
  }

  @Test
  void everyActionOfTheRoleIsExplainedAndNoOther() throws IOException {
    assertThat(listed("The function"))
        .isEqualTo(
            granted(
                "Resources.RotationRole.Properties.Policies",
                "Resources.RotationRoleKnowsItself.Properties.PolicyDocument"));
  }

  @Test
  void everyActionOfAnOwnerIsExplainedAndNoOther() throws IOException {
    assertThat(listed("Owners"))
        .isEqualTo(granted("Resources.OwnersPolicy.Properties.PolicyDocument"));
  }
}
