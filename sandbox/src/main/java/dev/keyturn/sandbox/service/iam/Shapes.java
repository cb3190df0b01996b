package dev.keyturn.sandbox.service.iam;

import dev.keyturn.sandbox.account.Group;
import dev.keyturn.sandbox.account.Tag;
import dev.keyturn.sandbox.account.User;
import dev.keyturn.sandbox.http.Xml;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Shapes that several of IAM's replies share. */
final class Shapes {
  private Shapes() {}

  static <T> void list(Xml xml, String name, List<T> elements, Consumer<T> write) {
    xml.in(name, () -> elements.forEach(element -> xml.in("member", () -> write.accept(element))));
  }

  static void truncation(Xml xml, Optional<String> marker) {
    xml.text("IsTruncated", marker.isPresent());
    marker.ifPresent(value -> xml.text("Marker", value));
  }

  static void tag(Xml xml, Tag tag) {
    xml.text("Key", tag.key()).text("Value", tag.value());
  }

  public static void identity(Xml xml, User user) {
    xml.text("Path", user.path())
        .text("UserName", user.name())
        .text("UserId", user.id())
        .text("Arn", user.arn())
        .text("CreateDate", user.created());
  }

  public static void identity(Xml xml, Group group) {
    xml.text("Path", group.path())
        .text("GroupName", group.name())
        .text("GroupId", group.id())
        .text("Arn", group.arn())
        .text("CreateDate", group.created());
  }
}
