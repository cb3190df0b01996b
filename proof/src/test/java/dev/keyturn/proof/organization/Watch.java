package dev.keyturn.proof.organization;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/** A port whose methods are reported by name before each call. */
final class Watch {
  private Watch() {}

  /** The same port, watched. */
  static <T> T over(Class<T> port, T made, Consumer<String> called) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              called.accept(method.getName());
              try {
                return method.invoke(made, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
