package dev.keyturn.demo.web;

import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import java.util.Optional;

/** What a page has beside its files. */
interface Site {
  /** The file at the page's address. */
  String index();

  /**
   * The answer to a request of the page's script; a refusal is a JSON object whose {@code error}
   * says what to do.
   *
   * @param path the path after {@code api/}
   */
  Reply answer(Request request, String path);

  /** A document for a frame or a tab of its own, under a policy of its own. */
  Optional<Reply> document(String path);
}
