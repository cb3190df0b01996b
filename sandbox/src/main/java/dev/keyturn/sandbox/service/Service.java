package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.http.AwsRefusal;
import dev.keyturn.sandbox.http.Reply;
import dev.keyturn.sandbox.http.Request;
import java.util.List;
import java.util.Optional;

/** One AWS service on the wire. */
public interface Service {
  /** The name in a signature's credential scope. */
  String name();

  /** Tells which action a request asks for; refuses with AWS's words what is none. */
  Call read(Request request);

  /**
   * Which permissions, on what, the call needs: all of them, the most telling one first; none for
   * what everybody may do.
   */
  List<Need> needs(Call call, Caller caller);

  /** The policy of the resource that a call is about, if it has one. */
  default Optional<String> resourcePolicy(Call call) {
    return Optional.empty();
  }

  /** Does what the call asks for. */
  Reply answer(Call call, Caller caller);

  /** A refusal in the shape of this service. */
  Reply refuse(AwsRefusal refusal, Request request, String requestId);

  /** How this service words what can befall a call of any service. */
  Wording wording();
}
