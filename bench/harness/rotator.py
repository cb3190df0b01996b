"""The usual sequential rotator, for comparison: boto3, one user after the other, four calls for each to look.

The author's own code, in the manner of the ones that are passed around: pages of users, then for each of them tags,
groups (for exemptions), keys and each key's last use; a mail where a key ages; key, file, mail and tags where it is due.
It has none of the safety checks of Keyturn's protocol.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from typing import Any

import boto3

NOW = datetime.fromisoformat(sys.argv[1])
SENDER, BUCKET = os.environ["SES_EMAIL"], os.environ["S3_CSV_BUCKET"]
WARNING, OVERDUE = int(os.environ["WARNING_DAYS"]), int(os.environ["OVERDUE_DAYS"])

iam, s3, ses = boto3.client("iam"), boto3.client("s3"), boto3.client("sesv2")


def main() -> None:
    seen = 0
    for page in iam.get_paginator("list_users").paginate():
        for user in page["Users"]:
            look(user["UserName"])
            seen += 1
    print(f"{seen} users")


def look(user: str) -> None:
    tags = {tag["Key"]: tag["Value"] for tag in iam.list_user_tags(UserName=user)["Tags"]}
    groups = {group["GroupName"] for group in iam.list_groups_for_user(UserName=user)["Groups"]}
    for key in iam.list_access_keys(UserName=user)["AccessKeyMetadata"]:
        used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
        age = (NOW.date() - key["CreateDate"].date()).days
        if "email" not in tags or "rotation-exempt" in groups or key["Status"] != "Active":
            continue
        if age > OVERDUE:
            rotate(user, tags["email"], key["AccessKeyId"])
        elif age > WARNING:
            mail(tags["email"], f"The key {key['AccessKeyId']} is {age} days old; last use: {used.get('LastUsedDate')}")


def rotate(user: str, address: str, old: str) -> None:
    made = iam.create_access_key(UserName=user)["AccessKey"]
    text = f"UserName,AccessKeyId,SecretAccessKey\n{user},{made['AccessKeyId']},{made['SecretAccessKey']}\n"
    s3.put_object(Bucket=BUCKET, Key=f"credential/{user}/{user}_{made['AccessKeyId']}.csv", Body=text.encode())
    mail(address, f"The key {old} was replaced by {made['AccessKeyId']}")
    tags = {os.environ["LAST_CHECK_DATE_TAG_KEY"]: str(NOW.date()), os.environ["LAST_CHECK_OLD_KEY_TAG_KEY"]: old}
    iam.tag_user(UserName=user, Tags=[{"Key": key, "Value": value} for key, value in tags.items()])


def mail(address: str, words: str) -> None:
    content: dict[str, Any] = {"Simple": {"Subject": {"Data": "Your access key"}, "Body": {"Text": {"Data": words}}}}
    ses.send_email(FromEmailAddress=SENDER, Destination={"ToAddresses": [address]}, Content=content)


main()
