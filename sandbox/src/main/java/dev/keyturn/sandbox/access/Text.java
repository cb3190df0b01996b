package dev.keyturn.sandbox.access;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of policies: variables and wildcards. */
final class Text {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([\\w:/.-]+)}");

  private Text() {}

  /**
   * Policy variables such as {@code ${aws:username}}, filled in; an unknown one stays and matches
   * nothing.
   */
  static String filled(String pattern, Context context) {
    return VARIABLE
        .matcher(pattern)
        .replaceAll(v -> Matcher.quoteReplacement(context.single(v.group(1)).orElse(v.group())));
  }

  /** {@code *} stands for any characters, {@code ?} for one. */
  static boolean like(String pattern, String value, Context context) {
    String literal = Pattern.quote(filled(pattern, context));
    String regex = literal.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.compile(regex, Pattern.DOTALL).matcher(value).matches();
  }
}
