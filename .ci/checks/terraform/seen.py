"""What Terraform made, read back from the account in the form in which deploy/template.yaml describes the same resource."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Found = dict[str, Any] | None

FUNCTION = LOGS = NAME = "keyturn-prod"


class Account:
    """An account in moto, with an installation in it whose stage is prod."""

    def __init__(self, client: Callable[[str], Any], bucket: str) -> None:
        self.client = client
        self.bucket = bucket

    def role_policies(self) -> list[dict[str, Any]]:
        iam = self.client("iam")
        names = iam.list_role_policies(RoleName=NAME)["PolicyNames"]
        return [iam.get_role_policy(RoleName=NAME, PolicyName=name)["PolicyDocument"] for name in names]

    def owners_policies(self) -> list[dict[str, Any]]:
        """The documents of all policies of the owners' group."""
        iam = self.client("iam")
        attached = iam.list_attached_group_policies(GroupName="keyturn-owners-prod")["AttachedPolicies"]
        versions = [(one["PolicyArn"], iam.get_policy(PolicyArn=one["PolicyArn"])["Policy"]["DefaultVersionId"]) for one in attached]
        return [iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"] for arn, version in versions]

    def bucket_policy(self) -> dict[str, Any]:
        document = json.loads(self.client("s3").get_bucket_policy(Bucket=self.bucket)["Policy"])
        assert isinstance(document, dict)
        return document


def bucket(account: Account) -> Found:
    s3 = account.client("s3")
    if not account.bucket.startswith("keyturn-"):
        return None
    return {
        "BucketName": account.bucket,
        "PublicAccessBlockConfiguration": s3.get_public_access_block(Bucket=account.bucket)["PublicAccessBlockConfiguration"],
        "OwnershipControls": s3.get_bucket_ownership_controls(Bucket=account.bucket)["OwnershipControls"],
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [
                {"ServerSideEncryptionByDefault": rule["ApplyServerSideEncryptionByDefault"]}
                for rule in s3.get_bucket_encryption(Bucket=account.bucket)["ServerSideEncryptionConfiguration"]["Rules"]
            ]
        },
        "LifecycleConfiguration": {
            "Rules": [
                {
                    "Id": rule["ID"],
                    "Status": rule["Status"],
                    "Prefix": rule["Filter"]["Prefix"],
                    "ExpirationInDays": rule["Expiration"]["Days"],
                }
                for rule in s3.get_bucket_lifecycle_configuration(Bucket=account.bucket)["Rules"]
            ]
        },
    }


def log_group(account: Account) -> Found:
    (group,) = account.client("logs").describe_log_groups()["logGroups"]
    return {"LogGroupName": group["logGroupName"], "RetentionInDays": group["retentionInDays"]}


def function(account: Account) -> Found:
    """Without the runtime, which the check chooses, and the code, which each way uploads by itself."""
    found = account.client("lambda").get_function(FunctionName=FUNCTION)
    names = ("FunctionName", "Description", "Handler", "Architectures", "MemorySize", "Timeout", "Role", "Environment")
    reserved = found.get("Concurrency", {})
    return {**{name: found["Configuration"][name] for name in names}, **reserved}


def events(account: Account) -> Found:
    found = account.client("lambda").get_function_event_invoke_config(FunctionName=FUNCTION, Qualifier="$LATEST")
    names = ("MaximumRetryAttempts", "MaximumEventAgeInSeconds")
    return {"FunctionName": FUNCTION, "Qualifier": "$LATEST", **{name: found[name] for name in names}}


def rule(name: str) -> Callable[[Account], Found]:
    def read(account: Account) -> Found:
        client = account.client("events")
        found = client.describe_rule(Name=name)
        kept = {member: found[member] for member in ("Description", "ScheduleExpression", "State") if found.get(member)}
        pattern = {"EventPattern": json.loads(found["EventPattern"])} if found.get("EventPattern") else {}
        return {**kept, **pattern, "Targets": client.list_targets_by_rule(Rule=name)["Targets"]}

    return read


def permission(of_rule: str) -> Callable[[Account], Found]:
    """What lets a rule start the function."""

    def read(account: Account) -> Found:
        statements = json.loads(account.client("lambda").get_policy(FunctionName=FUNCTION)["Policy"])["Statement"]
        sources = {one["Condition"]["ArnLike"]["AWS:SourceArn"]: one for one in statements}
        (arn,) = [source for source in sources if source.endswith(f":rule/{of_rule}")]
        return {
            "FunctionName": sources[arn]["Resource"].rpartition(":")[2],
            "Action": sources[arn]["Action"],
            "Principal": sources[arn]["Principal"]["Service"],
            "SourceArn": arn,
        }

    return read


def group(account: Account) -> Found:
    iam = account.client("iam")
    (found,) = iam.list_groups()["Groups"]
    attached = iam.list_attached_group_policies(GroupName=found["GroupName"])["AttachedPolicies"]
    return {"GroupName": found["GroupName"], "ManagedPolicyArns": [one["PolicyArn"] for one in attached]}


def topic(account: Account) -> Found:
    sns = account.client("sns")
    ours = [one["TopicArn"] for one in sns.list_topics()["Topics"] if one["TopicArn"].endswith(f":{NAME}")]
    if not ours:
        return None
    subscriptions = sns.list_subscriptions_by_topic(TopicArn=ours[0])["Subscriptions"]
    return {
        "DisplayName": sns.get_topic_attributes(TopicArn=ours[0])["Attributes"]["DisplayName"],
        "Subscription": [{name: one[name] for name in ("Protocol", "Endpoint")} for one in subscriptions],
    }


def log_filter(metric: str) -> Callable[[Account], Found]:
    def read(account: Account) -> Found:
        filters = account.client("logs").describe_metric_filters(logGroupName=f"/aws/lambda/{LOGS}")["metricFilters"]
        (found,) = [one for one in filters if one["metricTransformations"][0]["metricName"] == metric]
        return {
            "LogGroupName": found["logGroupName"],
            "FilterPattern": found["filterPattern"],
            "MetricTransformations": [
                {"MetricNamespace": one["metricNamespace"], "MetricName": one["metricName"], "MetricValue": one["metricValue"]}
                for one in found["metricTransformations"]
            ],
        }

    return read


def alarm(name: str) -> Callable[[Account], Found]:
    kept = {
        *("AlarmDescription", "Namespace", "MetricName", "Dimensions", "Statistic", "Period", "EvaluationPeriods", "Threshold"),
        *("ComparisonOperator", "TreatMissingData", "AlarmActions", "Metrics"),
    }

    def read(account: Account) -> Found:
        (found,) = account.client("cloudwatch").describe_alarms(AlarmNames=[f"{NAME}-{name}"])["MetricAlarms"]
        # Members that say nothing; and true is what CloudWatch takes where ReturnData is left out.
        alarm = {member: value for member, value in found.items() if member in kept and value != []}
        for query in alarm.get("Metrics", []):
            if query["ReturnData"] is True:
                del query["ReturnData"]
        return {**alarm, "Metrics": sorted(alarm["Metrics"], key=lambda query: query["Id"])} if "Metrics" in alarm else alarm

    return read


def dashboard(account: Account) -> Found:
    body = account.client("cloudwatch").get_dashboard(DashboardName=NAME)["DashboardBody"]
    return {"DashboardName": NAME, "DashboardBody": json.loads(body)}


# For each resource of deploy/template.yaml how its counterpart is read.
RESOURCES: dict[str, Callable[[Account], Found]] = {
    "Bucket": bucket,
    "RotationLogGroup": log_group,
    "RotationLambdaFunction": function,
    "RotationEvents": events,
    "RotationSchedule": rule(NAME),
    "RotationPermission": permission(NAME),
    "ExposedKeysRule": rule(f"{NAME}-exposed-keys"),
    "ExposedKeysPermission": permission(f"{NAME}-exposed-keys"),
    "OwnersGroup": group,
    "AlarmTopic": topic,
    "FailedUsersFilter": log_filter("FailedUsers"),
    "FinishedRunsFilter": log_filter("FinishedRuns"),
    "FailedUsersAlarm": alarm("failed-users"),
    "ErrorsAlarm": alarm("errors"),
    "SilenceAlarm": alarm("silence"),
    "OldKeyAlarm": alarm("old-key"),
    "UndeliveredAlarm": alarm("undelivered"),
    "DeferredAlarm": alarm("deferred"),
    "HeldRisingAlarm": alarm("held-rising"),
    "Dashboard": dashboard,
}

# Those that hold policy documents, whose statements are compared one by one.
POLICIES = ("BucketPolicy", "RotationRole", "RotationRoleKnowsItself", "RotationRoleEncrypts", "RotationRolePutsEvents", "OwnersPolicy", "OwnersDecrypt")
