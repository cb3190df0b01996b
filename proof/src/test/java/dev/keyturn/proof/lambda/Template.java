package dev.keyturn.proof.lambda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A CloudFormation template, with its short forms such as {@code !Ref} as a map of one member. */
final class Template {
  private final Map<?, ?> root;

  private Template(Map<?, ?> root) {
    this.root = root;
  }

  static Template read(Path file) throws IOException {
    Object read = new Yaml(new ShortForms()).load(Files.readString(file));
    return new Template((Map<?, ?>) read);
  }

  /** The value at a path of names, such as {@code Resources.Bucket.Properties}. */
  Object at(String path) {
    Object found = root;
    for (String name : path.split("\\.", -1)) {
      found = found instanceof Map<?, ?> map && map.containsKey(name) ? map.get(name) : null;
      if (found == null) {
        throw new AssertionError("nothing stands at " + path);
      }
    }
    return found;
  }

  /** A parameter's default, as text. */
  String byDefault(String parameter) {
    return String.valueOf(at("Parameters." + parameter + ".Default"));
  }

  private static final class ShortForms extends SafeConstructor {
    ShortForms() {
      super(new LoaderOptions());
      yamlMultiConstructors.put("!", new ShortForm());
    }

    private final class ShortForm extends AbstractConstruct {
      @Override
      public Object construct(Node node) {
        String name = node.getTag().getValue().substring(1);
        Object value =
            switch (node) {
              case ScalarNode scalar -> scalar.getValue();
              case SequenceNode list -> constructSequence(list);
              case MappingNode map -> constructMapping(map);
              default -> throw new IllegalStateException("unknown: " + node);
            };
        return Map.of(name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name, value);
      }
    }
  }
}
