package dev.keyturn.proof.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The Terraform module, held against the template and the settings reference. What Terraform makes
 * of it is compared in .ci/checks/terraform.
 */
class TerraformTest {
  /** The first cell of a row in the settings reference. */
  private static final Pattern SETTING = Pattern.compile("(?m)^\\| `([A-Z][A-Z0-9_]+)` \\|");

  private static final Pattern VARIABLE = Pattern.compile("(?m)^ +([A-Z][A-Z0-9_]+) += (.+)$");

  /** An input with its body. */
  private static final Pattern INPUT = Pattern.compile("(?ms)^variable \"(\\w+)\" \\{\n(.*?)^}");

  private static final Pattern DEFAULT = Pattern.compile("(?m)^  default +=\\s*(.+)$");

  /** The environment of the function. */
  private static Map<String, String> environment() throws IOException {
    String text = file("deploy/terraform/function.tf");
    return VARIABLE
        .matcher(text.substring(text.indexOf("environment {")))
        .results()
        .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
  }

  /** The default of each input, in the words of the template; empty where the input is required. */
  private static Map<String, String> inputs() throws IOException {
    return INPUT
        .matcher(file("deploy/terraform/variables.tf"))
        .results()
        .collect(Collectors.toMap(input -> input.group(1), input -> byDefault(input.group(2))));
  }

  private static String byDefault(String body) {
    Function<MatchResult, String> value = found -> found.group(1).replace("\"", "");
    String written = DEFAULT.matcher(body).results().findFirst().map(value).orElse("");
    return written.equals("null") || written.equals("[]") ? "" : written;
  }

  private static String file(String path) throws IOException {
    return Files.readString(Artefact.root().resolve(path));
  }

  @Test
  void theModuleSetsWhatTheSettingsReferenceNames() throws IOException {
    Set<String> documented =
        SETTING
            .matcher(file("docs/settings.md"))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).hasSizeGreaterThan(19);
    Set<String> set = new TreeSet<>(environment().keySet());
    assertThat(set.remove("JAVA_TOOL_OPTIONS")).isTrue();
    assertThat(set).isEqualTo(documented);
  }

  @Test
  void everyParameterOfTheTemplateIsAnInputWithTheSameDefault() throws IOException {
    Template template = Template.read(Artefact.root().resolve("deploy/template.yaml"));
    Map<String, String> inputs = inputs();
    for (Object parameter : ((Map<?, ?>) template.at("Parameters")).keySet()) {
      String input =
          String.valueOf(parameter).replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
      Map<?, ?> declared = (Map<?, ?>) template.at("Parameters." + parameter);
      String expected =
          declared.containsKey("Default") ? String.valueOf(declared.get("Default")) : "";
      assertThat(inputs).as("%s, %s", parameter, input).containsEntry(input, expected);
    }
  }

  @Test
  void theFunctionHasTheJvmOptionsOfTheLauncher() throws IOException {
    assertThat(environment())
        .containsEntry(
            "JAVA_TOOL_OPTIONS", "\"" + Artefact.functionOptions("${var.memory_megabytes}") + "\"");
  }
}
