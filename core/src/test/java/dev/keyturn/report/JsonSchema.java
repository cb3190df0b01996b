package dev.keyturn.report;

import dev.keyturn.report.JsonValue.Arr;
import dev.keyturn.report.JsonValue.Num;
import dev.keyturn.report.JsonValue.Obj;
import dev.keyturn.report.JsonValue.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * As much of JSON Schema (draft 2020-12) as our schemas use; a keyword that it does not know is
 * refused. It is stricter in one point: a member of an object has to be described.
 */
record JsonSchema(Obj root) {
  static JsonSchema read(String json) {
    return new JsonSchema((Obj) JsonValue.read(json));
  }

  /** What is wrong with a document; empty if nothing is. */
  List<String> problems(JsonValue document) {
    return problems(root, document, "");
  }

  private static List<String> problems(Obj schema, JsonValue value, String at) {
    List<String> found = new ArrayList<>();
    schema
        .members()
        .forEach((keyword, wanted) -> found.addAll(problems(schema, keyword, wanted, value, at)));
    return found;
  }

  private static List<String> problems(
      Obj schema, String keyword, JsonValue wanted, JsonValue value, String at) {
    return switch (keyword) {
      case "$schema", "$id", "title", "description", "then" -> List.of();
      case "type" -> unless(isOf(wanted, value), at, "is a " + value.type());
      case "const" -> unless(value.equals(wanted), at, "is not " + wanted);
      case "enum" -> unless(items(wanted).contains(value), at, "is none of " + wanted);
      case "pattern" ->
          unless(
              !(value instanceof Text text)
                  || Pattern.compile(text(wanted)).matcher(text.value()).find(),
              at,
              "is not like " + wanted);
      case "minimum" ->
          unless(
              !(value instanceof Num number)
                  || number.value().compareTo(((Num) wanted).value()) >= 0,
              at,
              "is less than " + wanted);
      case "required" -> missing(items(wanted), value, at);
      case "properties" -> members(schema, (Obj) wanted, value, at);
      case "items" -> elements((Obj) wanted, value, at);
      case "allOf" ->
          items(wanted).stream().flatMap(part -> problems((Obj) part, value, at).stream()).toList();
      case "if" ->
          problems((Obj) wanted, value, at).isEmpty()
              ? problems(member(schema, "then"), value, at)
              : List.of();
      default -> throw new IllegalStateException("a keyword that this does not know: " + keyword);
    };
  }

  private static List<String> unless(boolean well, String at, String problem) {
    return well ? List.of() : List.of(at + " " + problem);
  }

  private static boolean isOf(JsonValue wanted, JsonValue value) {
    List<JsonValue> types = wanted instanceof Arr several ? several.items() : List.of(wanted);
    return types.contains(new Text(value.type()))
        || (value.type().equals("integer") && types.contains(new Text("number")));
  }

  private static List<String> missing(List<JsonValue> names, JsonValue value, String at) {
    return !(value instanceof Obj object)
        ? List.of()
        : names.stream()
            .map(JsonSchema::text)
            .filter(name -> !object.members().containsKey(name))
            .map(name -> at + "." + name + " is missing")
            .toList();
  }

  private static List<String> members(Obj schema, Obj described, JsonValue value, String at) {
    if (!(value instanceof Obj object)) {
      return List.of();
    }
    // A part of an allOf describes no whole object.
    boolean whole = schema.members().containsKey("type");
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      String place = at + "." + member.getKey();
      Optional.ofNullable(described.members().get(member.getKey()))
          .ifPresentOrElse(
              inner -> found.addAll(problems((Obj) inner, member.getValue(), place)),
              () -> found.addAll(unless(!whole, place, "is not described")));
    }
    return found;
  }

  private static List<String> elements(Obj schema, JsonValue value, String at) {
    return !(value instanceof Arr array)
        ? List.of()
        : array.items().stream()
            .flatMap(item -> problems(schema, item, at + "[]").stream())
            .toList();
  }

  private static List<JsonValue> items(JsonValue array) {
    return ((Arr) array).items();
  }

  private static String text(JsonValue value) {
    return ((Text) value).value();
  }

  private static Obj member(Obj object, String name) {
    return (Obj) Optional.ofNullable(object.members().get(name)).orElseThrow();
  }
}
