package dev.keyturn.sandbox.http;

/** Writes XML: elements and escaped text, which is all that AWS's replies are made of. */
public final class Xml {
  private final StringBuilder out =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

  /** An element whose content {@code inner} writes. */
  public Xml in(String name, Runnable inner) {
    return in(name, "", inner);
  }

  /** An element in a namespace of its own. */
  public Xml in(String name, String namespace, Runnable inner) {
    out.append('<').append(name);
    if (!namespace.isEmpty()) {
      out.append(" xmlns=\"").append(namespace).append('"');
    }
    out.append('>');
    inner.run();
    out.append("</").append(name).append('>');
    return this;
  }

  /** An element with text, be it a string, a number or an instant. */
  public Xml text(String name, Object text) {
    return in(name, () -> escape(text.toString()));
  }

  /** XML that is written already. */
  public Xml raw(String xml) {
    out.append(xml);
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\r' -> out.append("&#13;");
        default -> out.append(c);
      }
    }
  }
}
