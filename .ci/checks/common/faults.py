"""Faults between Keyturn and AWS. Each fault is created for one process and changes its calls."""

from __future__ import annotations

import threading
from collections.abc import Callable
from email.utils import formatdate

from checks.common.proxy import Call, ConnectionDropped, Fault, Forward, Reply

# Each service has its own shape for the same answer.
THROTTLED = {"s3": (503, "SlowDown"), "ses": (429, "TooManyRequestsException"), "query": (400, "Throttling")}
DENIED = {"s3": (403, "AccessDenied"), "ses": (403, "AccessDeniedException"), "query": (403, "AccessDenied")}


def throttled(call: Call) -> Reply:
    return _refusal(call, THROTTLED, "Rate exceeded")


def denied(call: Call) -> Reply:
    return _refusal(call, DENIED, f"User is not authorized to perform: {call.service}:{call.action}")


def _refusal(call: Call, shapes: dict[str, tuple[int, str]], message: str) -> Reply:
    status, code = shapes.get(call.service, shapes["query"])
    date = ("Date", formatdate(usegmt=True))
    if call.service == "ses":
        kind = ("x-amzn-ErrorType", code)
        return Reply(status, [date, kind, ("Content-Type", "application/json")], f'{{"message":"{message}"}}'.encode())
    error = f"<Code>{code}</Code><Message>{message}</Message>"
    body = (
        f"<Error>{error}</Error>"
        if call.service == "s3"
        else f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error><RequestId>1</RequestId></ErrorResponse>"
    )
    return Reply(status, [date, ("Content-Type", "text/xml")], b"" if call.method == "HEAD" else body.encode())


def throttle_every(nth: int) -> Fault:
    return lambda call, forward: throttled(call) if call.number % nth == 0 else forward()


def deny(*actions: str, user: str = "") -> Fault:
    """Refuses these actions, for one user or for all."""
    return lambda call, forward: (
        denied(call) if call.action in actions and user in ("", call.user) else forward()
    )


def reply_lost_at(number: int) -> Fault:
    """The call takes place, and its reply never comes back."""

    def fault(call: Call, forward: Forward) -> Reply:
        reply = forward()
        if call.number == number:
            raise ConnectionDropped
        return reply

    return fault


def reply_lost_of(action: str) -> Fault:
    """The first call of an action takes place, and its reply never comes back."""
    lost = threading.Event()

    def fault(call: Call, forward: Forward) -> Reply:
        reply = forward()
        if call.action == action and not lost.is_set():
            lost.set()
            raise ConnectionDropped
        return reply

    return fault


def request_lost_at(number: int) -> Fault:
    """The call never arrives."""

    def fault(call: Call, forward: Forward) -> Reply:
        if call.number == number:
            raise ConnectionDropped
        return forward()

    return fault


def no_answer_to(action: str) -> Fault:
    """No call of an action ever arrives, except to Keyturn's own objects."""

    def fault(call: Call, forward: Forward) -> Reply:
        if call.action == action and not call.keeps_house:
            raise ConnectionDropped
        return forward()

    return fault


def at(number: int, happens: Callable[[], object]) -> Fault:
    """Something else happens before a call goes through."""

    def fault(call: Call, forward: Forward) -> Reply:
        if call.number == number:
            happens()
        return forward()

    return fault


def before(action: str, nth: int, happens: Callable[[], object]) -> Fault:
    """Something else happens before the nth call of an action goes through."""
    seen: list[Call] = []

    def fault(call: Call, forward: Forward) -> Reply:
        if call.action == action:
            seen.append(call)
            if len(seen) == nth:
                happens()
        return forward()

    return fault


def cut_before(number: int, kill: Callable[[], None]) -> Fault:
    """The process is killed as it makes the call, which never arrives."""

    def fault(call: Call, forward: Forward) -> Reply:
        if call.number >= number:
            kill()
            raise ConnectionDropped
        return forward()

    return fault


def cut_after(number: int, kill: Callable[[], None]) -> Fault:
    """The process is killed once the call took place, before it sees the reply."""

    def fault(call: Call, forward: Forward) -> Reply:
        if call.number > number:
            raise ConnectionDropped
        reply = forward()
        if call.number == number:
            kill()
            raise ConnectionDropped
        return reply

    return fault


def answer(action: str, about: str, body: bytes) -> Fault:
    """AWS's answer to an action about a user, which moto does not give by itself."""
    headers = [("Date", formatdate(usegmt=True)), ("Content-Type", "application/json")]
    return lambda call, forward: (
        Reply(200, headers, body) if call.action == action and about in call.path else forward()
    )


def refuse_mails(code: str, message: str) -> Fault:
    """SES refuses every mail for this reason."""
    headers = [("Date", formatdate(usegmt=True)), ("x-amzn-ErrorType", code), ("Content-Type", "application/json")]
    body = f'{{"message":"{message}"}}'.encode()
    return lambda call, forward: Reply(400, headers, body) if call.action == "SendEmail" else forward()


def may_not_read(user: str) -> Fault:
    """The policy simulator says that a user may not read the file of a new key; moto has no simulator."""
    headers = [("Date", formatdate(usegmt=True)), ("Content-Type", "text/xml")]
    body = (
        b'<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
        b"<SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults><member>"
        b"<EvalActionName>s3:GetObject</EvalActionName><EvalDecision>explicitDeny</EvalDecision>"
        b"</member></EvaluationResults></SimulatePrincipalPolicyResult>"
        b"<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></SimulatePrincipalPolicyResponse>"
    )

    def fault(call: Call, forward: Forward) -> Reply:
        about = call.parameter("PolicySourceArn")
        return Reply(200, headers, body) if about.endswith(f":user/{user}") else forward()

    return fault
