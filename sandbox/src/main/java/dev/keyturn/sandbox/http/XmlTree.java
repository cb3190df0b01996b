package dev.keyturn.sandbox.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads the small XML documents of S3 requests, ignoring namespaces. */
public final class XmlTree {
  private final Element element;

  private XmlTree(Element element) {
    this.element = element;
  }

  /**
   * The root of a document; what is none is MalformedXML. Document types are refused, and with them
   * entities.
   */
  public static XmlTree read(Bytes document) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      return new XmlTree(
          builder.parse(new ByteArrayInputStream(document.array())).getDocumentElement());
    } catch (SAXException | IOException e) {
      throw new AwsRefusal(
          400,
          "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published"
              + " schema");
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  public List<XmlTree> all(String name) {
    List<XmlTree> found = new ArrayList<>();
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element inner && name.equals(inner.getLocalName())) {
        found.add(new XmlTree(inner));
      }
    }
    return found;
  }

  public Optional<XmlTree> first(String name) {
    return all(name).stream().findFirst();
  }

  /** The text of the first element of that name, or nothing. */
  public Optional<String> text(String name) {
    return first(name).map(found -> found.element.getTextContent().strip());
  }
}
