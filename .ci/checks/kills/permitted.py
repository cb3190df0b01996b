"""A run that knows that it may do everything.

A run that cannot know works on users one by one until it was allowed all that it needs, and a process that stands for
sixteen users, each held at a point of its own, would wait for ever. Neither moto nor the root of a sandbox can be asked
by the policy simulator, so it is answered here, and the caller passes for an IAM user.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from checks.common.proxy import Call, Fault, Forward, Reply

_ARN = re.compile(rb"<Arn>[^<]*</Arn>")
_CALLER = b"<Arn>arn:aws:iam::123456789012:user/keyturn</Arn>"


def permitted(fault: Fault) -> Fault:
    """The same fault of a run that may do everything."""
    return lambda call, forward: fault(call, lambda: _answered(call, forward))


def _answered(call: Call, forward: Forward) -> Reply:
    if call.action == "SimulatePrincipalPolicy":
        call.reply = Reply(200, [("Content-Type", "text/xml")], _allowed(call).encode())
    else:
        call.reply = forward()
        if call.action == "GetCallerIdentity":
            call.reply = Reply(call.reply.status, call.reply.headers, _ARN.sub(_CALLER, call.reply.body))
    return call.reply


def _allowed(call: Call) -> str:
    asked = parse_qs(call.body.decode())
    actions = [value for name, (value, *_) in asked.items() if name.startswith("ActionNames.")]
    resources = [value for name, (value, *_) in asked.items() if name.startswith("ResourceArns.")]
    return "".join(
        (
            '<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">',
            "<SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>",
            *(_result(action, resources) for action in actions),
            "</EvaluationResults></SimulatePrincipalPolicyResult>",
            "<ResponseMetadata><RequestId>permitted</RequestId></ResponseMetadata></SimulatePrincipalPolicyResponse>",
        )
    )


def _result(action: str, resources: list[str]) -> str:
    return "".join(
        (
            f"<member><EvalActionName>{action}</EvalActionName><EvalDecision>allowed</EvalDecision>",
            "<ResourceSpecificResults>",
            *(
                f"<member><EvalResourceName>{resource}</EvalResourceName>"
                "<EvalResourceDecision>allowed</EvalResourceDecision></member>"
                for resource in resources
            ),
            "</ResourceSpecificResults></member>",
        )
    )
