package dev.keyturn.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.aws.client.JsonTree;
import dev.keyturn.lambda.StepRequest.Mode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An event of the state machine is checked whole before anything is called. */
class StepRequestTest {
  private static final String LISTED =
      "'id': '111122223333', 'name': '', 'ring': 2, 'young': false, 'management': true";

  private static final Map<Mode, String> EVENTS =
      Map.of(
          Mode.ENROL,
          "{'mode': 'enrol', 'run': 'r',"
              + " 'machine': 'arn:aws:states:eu-central-1:123456789012:stateMachine:keyturn-prod'}",
          Mode.SURVEY,
          "{'mode': 'survey', 'run': 'r', 'account': {%s}}".formatted(LISTED),
          Mode.ALLOT,
          "{'mode': 'allot', 'run': 'r'}",
          Mode.ACT,
          "{'mode': 'act', 'run': 'r', 'account': {%s, 'actions': 0, 'mails': 3, 'sharing': 1}}"
              .formatted(LISTED),
          Mode.JUDGE,
          "{'mode': 'judge', 'run': 'r', 'ring': 1}",
          Mode.SUMMARIZE,
          "{'mode': 'summarize', 'run': 'r'}");

  private static String event(Mode mode) {
    return String.valueOf(EVENTS.get(mode)).replace('\'', '"');
  }

  @ParameterizedTest
  @EnumSource
  void eachStepIsRead(Mode mode) {
    StepRequest request = StepRequest.read(event(mode));
    assertThat(request.mode()).isEqualTo(mode);
    assertThat(request.run()).isEqualTo("r");
    assertThat(JsonTree.text(request.account(), "id"))
        .isEqualTo(mode.members().contains("account") ? "111122223333" : "");
    assertThat(request.ring()).isEqualTo(mode == Mode.JUDGE ? 1 : 0);
    assertThat(request.machine().isEmpty()).isEqualTo(mode != Mode.ENROL);
  }

  @Test
  void anOlderStateMachineDoesNotNameItself() {
    assertThat(StepRequest.read("{\"mode\": \"enrol\", \"run\": \"r\"}").machine()).isEmpty();
  }

  /** Values that the state machine does not send, as JSON. */
  private static final Map<String, List<String>> INVALID =
      Map.ofEntries(
          Map.entry("mode", List.of("'apply'", "'ACT'", "1", "{}")),
          Map.entry("run", List.of("''", "'..'", "'a/b'", "'../state'", "7", "[]")),
          Map.entry("machine", List.of("''", "'keyturn-prod'", "5", "true")),
          Map.entry("account", List.of("'111122223333'", "['111122223333']", "{}", "5")),
          Map.entry("id", List.of("''", "'123'", "111122223333")),
          Map.entry("name", List.of("5", "{}")),
          Map.entry("young", List.of("'false'", "0")),
          Map.entry("management", List.of("'false'", "0")),
          Map.entry("ring", List.of("'1'", "0", "3", "-1", "1.5", "1e99", "true")),
          Map.entry("actions", List.of("'3'", "-1", "1.5", "2147483648")),
          Map.entry("mails", List.of("'3'", "-1", "1.5", "2147483648")),
          Map.entry("sharing", List.of("'3'", "0", "1.5", "2147483648")));

  private static Map<String, Object> tree(String json) {
    Map<String, Object> tree = new LinkedHashMap<>();
    JsonTree.object(json.replace('\'', '"'))
        .forEach((name, value) -> tree.put(String.valueOf(name), value));
    return tree;
  }

  @ParameterizedTest
  @EnumSource
  void anEventWithAMemberMissingUnknownOrInvalidIsRefused(Mode mode) {
    Map<String, Object> event = tree(event(mode));
    assertEachMember(event, StepRequestTest::assertRefused);
    if (event.get("account") instanceof Map<?, ?> account) {
      assertEachMember(
          tree(JsonTree.write(account)),
          changed -> {
            event.put("account", changed);
            assertRefused(event);
          });
    }
  }

  /** Gives each object that differs from a valid one in one member. */
  private static void assertEachMember(
      Map<String, Object> valid, Consumer<Map<String, Object>> refused) {
    Map<String, Object> more = new LinkedHashMap<>(valid);
    more.put("more", "x");
    refused.accept(more);
    valid.forEach(
        (member, _) -> {
          Map<String, Object> changed = new LinkedHashMap<>(valid);
          for (String value : INVALID.getOrDefault(member, List.of())) {
            changed.putAll(tree("{'%s': %s}".formatted(member, value)));
            refused.accept(changed);
          }
          assertThat(changed).isNotEqualTo(valid);
          if (!member.equals("machine")) {
            changed.remove(member);
            refused.accept(changed);
          }
        });
  }

  private static void assertRefused(Map<String, Object> event) {
    assertThatThrownBy(() -> StepRequest.read(JsonTree.write(event)))
        .as("%s", event)
        .isInstanceOf(NotBegun.class);
  }
}
