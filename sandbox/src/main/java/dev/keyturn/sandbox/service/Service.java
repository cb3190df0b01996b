package dev.keyturn.sandbox.service;

import dev.keyturn.sandbox.access.Guard;
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
   * what every principal may do.
   */
  List<Need> needs(Call call, Caller caller);

  /** The account whose service answers, where it is not the caller's. */
  default Optional<String> owner(Call call) {
    return Optional.empty();
  }

  /** What protects the resource that a call is about. */
  default Guard guard(Call call, Caller caller) {
    return Guard.none(caller.account());
  }

  /** Does what the call asks for. */
  Reply answer(Call call, Caller caller);

  /** A refusal in the shape of this service. */
  Reply refuse(AwsRefusal refusal, Request request, String requestId);

  /** How this service words what can befall a call of any service. */
  Wording wording();
}
