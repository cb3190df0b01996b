"""The calls that test_beside_moto.py makes on both sides, in this order; each gives the part of the answer that must be alike.

A case that both sides must answer alike leaves out ids, dates and wording. Where the two are known to part, the case uses
things of its own, so that later ones start from the same state.
"""
import json
import time
import urllib.request

CASES = []
BOX = "compare-box"


def case(name):
    def add(function):
        CASES.append((name, function))
        return function

    return add


def quick(name, function):
    CASES.append((name, function))


def tags(side, user):
    return sorted((t["Key"], t["Value"]) for t in side.iam.list_user_tags(UserName=user)["Tags"])


def status(answer):
    return answer["ResponseMetadata"]["HTTPStatusCode"]


# --- who am I -----------------------------------------------------------------------------------------------------------

quick("sts get-caller-identity: account", lambda s: s.sts.get_caller_identity()["Account"])
quick("sts get-caller-identity: root", lambda s: s.sts.get_caller_identity()["Arn"])
quick(
    "sts assume-role",
    lambda s: s.sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/auditor", RoleSessionName="me")["AssumedRoleUser"]["Arn"],
)
quick("wrong secret, iam", lambda s: status(s.client("iam", secret="x" * 40).list_users()))
quick("wrong secret, s3", lambda s: status(s.client("s3", secret="x" * 40).list_buckets()))
quick("wrong secret, ses", lambda s: s.client("sesv2", secret="x" * 40).list_email_identities()["EmailIdentities"])
quick("unknown key, sts", lambda s: s.client("sts", key="AKIA" + "Z" * 16).get_caller_identity()["Account"])


# --- roles --------------------------------------------------------------------------------------------------------------

EVERYTHING = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}


def trust(principal, **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"} | more]})


def session(s, service, **more):
    """A client with a session of the role `keeper`, assumed by the user `operator`."""
    role = {"RoleArn": "arn:aws:iam::123456789012:role/team/keeper", "RoleSessionName": "day"} | more
    made = s.client("sts", *s.kept["operator"]).assume_role(**role)["Credentials"]
    return s.client(service, made["AccessKeyId"], made["SecretAccessKey"], token=made["SessionToken"])


@case("iam create-role")
def role(s):
    s.iam.create_user(UserName="operator")
    s.iam.put_user_policy(UserName="operator", PolicyName="all", PolicyDocument=json.dumps(EVERYTHING))
    made = s.iam.create_access_key(UserName="operator")["AccessKey"]
    s.kept["operator"] = made["AccessKeyId"], made["SecretAccessKey"]
    role = s.iam.create_role(RoleName="keeper", Path="/team/", AssumeRolePolicyDocument=trust("arn:aws:iam::123456789012:root"))["Role"]
    s.iam.put_role_policy(RoleName="keeper", PolicyName="all", PolicyDocument=json.dumps(EVERYTHING))
    return role["Arn"]


quick("iam create-role twice", lambda s: s.iam.create_role(RoleName="keeper", AssumeRolePolicyDocument=trust("*")))
quick("iam create-role, trust that is none", lambda s: s.iam.create_role(RoleName="badtrust", AssumeRolePolicyDocument="{}")["Role"]["Arn"])
quick("sts get-caller-identity, session of a role", lambda s: session(s, "sts").get_caller_identity()["Arn"])
quick("iam create-user, session of a role", lambda s: session(s, "iam").create_user(UserName="madebyrole")["User"]["Arn"])
quick(
    "iam create-user, session limited to reading",
    lambda s: session(s, "iam", PolicyArns=[{"arn": "arn:aws:iam::aws:policy/IAMReadOnlyAccess"}]).create_user(UserName="unmade")["User"]["UserName"],
)
quick("sts assume-role, longer than the role allows", lambda s: session(s, "sts", DurationSeconds=7200).get_caller_identity()["Account"])
quick("sts assume-role, root user", lambda s: s.sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/team/keeper", RoleSessionName="day")["AssumedRoleUser"]["Arn"])


@case("sts assume-role, not trusted")
def untrusted(s):
    s.iam.create_role(RoleName="closed", AssumeRolePolicyDocument=trust("arn:aws:iam::999999999999:root"))
    return session(s, "sts", RoleArn="arn:aws:iam::123456789012:role/closed").get_caller_identity()["Arn"]


quick(
    "sts assume-role, another account without the role",
    lambda s: session(s, "sts", RoleArn="arn:aws:iam::999999999999:role/any").get_caller_identity()["Arn"],
)

# --- users --------------------------------------------------------------------------------------------------------------


@case("iam create-user with path and tags")
def create(s):
    user = s.iam.create_user(UserName="alice", Path="/team/", Tags=[{"Key": "email", "Value": "a@b.example"}])["User"]
    return user["UserName"], user["Path"], user["Arn"], user["Tags"]


quick("iam create-user twice", lambda s: s.iam.create_user(UserName="alice"))
quick("iam create-user, same name in other case", lambda s: s.iam.create_user(UserName="ALICE")["User"]["UserName"])
quick("iam create-user, name with a space", lambda s: s.iam.create_user(UserName="a b")["User"]["UserName"])
quick("iam create-user, name of 65", lambda s: s.iam.create_user(UserName="x" * 65)["User"]["Arn"])
quick("iam create-user, path without end", lambda s: s.iam.create_user(UserName="badpath", Path="/team")["User"]["Path"])
quick("iam get-user", lambda s: s.iam.get_user(UserName="alice")["User"]["Tags"])
quick("iam get-user, unknown", lambda s: s.iam.get_user(UserName="missing"))
quick("iam delete-user, unknown", lambda s: s.iam.delete_user(UserName="missing"))


@case("iam list-users by path, all pages")
def list_users(s):
    for i in range(5):
        s.iam.create_user(UserName=f"page{i}", Path="/paging/")
    pages = s.iam.get_paginator("list_users").paginate(PathPrefix="/paging/", PaginationConfig={"PageSize": 2})
    return [u["UserName"] for page in pages for u in page["Users"]]


@case("iam list-users, MaxItems 2 of 5")
def first_page(s):
    page = s.iam.list_users(PathPrefix="/paging/", MaxItems=2)
    return len(page["Users"]), page["IsTruncated"], "Marker" in page


quick("iam list-users, MaxItems 1001", lambda s: status(s.iam.list_users(MaxItems=1001)))

# --- tags ---------------------------------------------------------------------------------------------------------------


@case("iam tag-user over an old value")
def tag(s):
    s.iam.tag_user(UserName="alice", Tags=[{"Key": "email", "Value": "n@b.example"}, {"Key": "a", "Value": ""}])
    return tags(s, "alice")


@case("iam tag-user, key in other case")
def tag_case(s):
    s.iam.create_user(UserName="tagcase", Tags=[{"Key": "Team", "Value": "1"}])
    s.iam.tag_user(UserName="tagcase", Tags=[{"Key": "team", "Value": "2"}])
    return tags(s, "tagcase")


@case("iam untag-user, key in other case")
def untag_case(s):
    s.iam.create_user(UserName="untagcase", Tags=[{"Key": "Team", "Value": "1"}])
    s.iam.untag_user(UserName="untagcase", TagKeys=["TEAM", "never"])
    return tags(s, "untagcase")


@case("iam tag-user, the 51st")
def tag_limit(s):
    s.iam.create_user(UserName="manytags", Tags=[{"Key": f"k{i}", "Value": "v"} for i in range(50)])
    s.iam.tag_user(UserName="manytags", Tags=[{"Key": "one-more", "Value": "v"}])
    return len(tags(s, "manytags"))


def tag_once(name, key, value):
    user = f"tags{len(CASES)}"

    def tagged(s):
        s.iam.create_user(UserName=user)
        return status(s.iam.tag_user(UserName=user, Tags=[{"Key": key, "Value": value}]))

    quick(name, tagged)


tag_once("iam tag-user, key of 129", "k" * 129, "v")
tag_once("iam tag-user, value of 257", "k", "v" * 257)
tag_once("iam tag-user, key with a semicolon", "a;b", "v")
tag_once("iam tag-user, AWS's prefix", "aws:x", "v")


@case("iam tag-user, one key twice")
def tag_twice(s):
    s.iam.create_user(UserName="tagtwice")
    return status(s.iam.tag_user(UserName="tagtwice", Tags=[{"Key": "q", "Value": "1"}, {"Key": "Q", "Value": "2"}]))


quick("iam tag-user, unknown user", lambda s: s.iam.tag_user(UserName="missing", Tags=[{"Key": "k", "Value": "v"}]))


@case("iam list-user-tags, MaxItems 1")
def tag_page(s):
    s.iam.create_user(UserName="tagpage", Tags=[{"Key": k, "Value": k} for k in "ba"])
    page = s.iam.list_user_tags(UserName="tagpage", MaxItems=1)
    return [t["Key"] for t in page["Tags"]], page["IsTruncated"]


# --- keys ---------------------------------------------------------------------------------------------------------------


@case("iam create-access-key")
def create_key(s):
    s.kept["key"] = s.iam.create_access_key(UserName="alice")["AccessKey"]
    key = s.kept["key"]
    return key["AccessKeyId"][:4], len(key["AccessKeyId"]), len(key["SecretAccessKey"]), key["Status"]


@case("iam create-access-key, the third")
def third_key(s):
    s.iam.create_access_key(UserName="alice")
    s.iam.create_access_key(UserName="alice")


quick(
    "iam list-access-keys",
    lambda s: [(k["UserName"], k["Status"]) for k in s.iam.list_access_keys(UserName="alice")["AccessKeyMetadata"]],
)
quick("iam list-access-keys, unknown user", lambda s: s.iam.list_access_keys(UserName="missing"))


@case("iam get-access-key-last-used, never")
def never_used(s):
    answer = s.iam.get_access_key_last_used(AccessKeyId=s.kept["key"]["AccessKeyId"])
    used = answer["AccessKeyLastUsed"]
    return answer["UserName"], used["ServiceName"], used["Region"], "LastUsedDate" in used


@case("sts get-caller-identity, as a user")
def as_user(s):
    key = s.kept["key"]
    return s.client("sts", key["AccessKeyId"], key["SecretAccessKey"]).get_caller_identity()["Arn"]


@case("iam get-access-key-last-used, after a call")
def used(s):
    answer = s.iam.get_access_key_last_used(AccessKeyId=s.kept["key"]["AccessKeyId"])["AccessKeyLastUsed"]
    return answer["ServiceName"], answer["Region"], "LastUsedDate" in answer


@case("iam list-users, as a user without permission")
def forbidden(s):
    key = s.kept["key"]
    return status(s.client("iam", key["AccessKeyId"], key["SecretAccessKey"]).list_users())


@case("iam update-access-key")
def update(s):
    s.iam.update_access_key(UserName="alice", AccessKeyId=s.kept["key"]["AccessKeyId"], Status="Inactive")
    return sorted(k["Status"] for k in s.iam.list_access_keys(UserName="alice")["AccessKeyMetadata"])


@case("inactive key, sts")
def inactive(s):
    key = s.kept["key"]
    return s.client("sts", key["AccessKeyId"], key["SecretAccessKey"]).get_caller_identity()["Arn"]


@case("iam update-access-key, status that is none")
def bad_status(s):
    s.iam.create_user(UserName="badstatus")
    key = s.iam.create_access_key(UserName="badstatus")["AccessKey"]["AccessKeyId"]
    return status(s.iam.update_access_key(UserName="badstatus", AccessKeyId=key, Status="Bogus"))


quick(
    "iam update-access-key, unknown key",
    lambda s: s.iam.update_access_key(UserName="alice", AccessKeyId="AKIA" + "Z" * 16, Status="Active"),
)
quick("iam delete-access-key, unknown key", lambda s: s.iam.delete_access_key(UserName="alice", AccessKeyId="AKIA" + "Z" * 16))


@case("iam delete-user with keys")
def delete_with_keys(s):
    s.iam.create_user(UserName="leaver")
    s.iam.create_access_key(UserName="leaver")
    return status(s.iam.delete_user(UserName="leaver"))



quick(
    "iam delete-access-key",
    lambda s: (
        s.iam.delete_access_key(UserName="alice", AccessKeyId=s.kept["key"]["AccessKeyId"]),
        len(s.iam.list_access_keys(UserName="alice")["AccessKeyMetadata"]),
    )[1],
)

# --- groups, policies, the account --------------------------------------------------------------------------------------


@case("iam groups")
def groups(s):
    s.iam.create_user(UserName="onekey")
    s.iam.create_access_key(UserName="onekey")
    s.iam.create_group(GroupName="staff")
    s.iam.add_user_to_group(GroupName="staff", UserName="alice")
    members = [u["UserName"] for u in s.iam.get_group(GroupName="staff")["Users"]]
    return members, [g["GroupName"] for g in s.iam.list_groups_for_user(UserName="alice")["Groups"]]


quick("iam create-group twice", lambda s: s.iam.create_group(GroupName="staff"))
quick("iam get-group, unknown", lambda s: s.iam.get_group(GroupName="none"))


@case("iam inline policy")
def policy(s):
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
    s.iam.put_user_policy(UserName="alice", PolicyName="read", PolicyDocument=json.dumps(document))
    got = s.iam.get_user_policy(UserName="alice", PolicyName="read")["PolicyDocument"]
    return got == document, s.iam.list_user_policies(UserName="alice")["PolicyNames"]


@case("iam simulate-principal-policy")
def simulated(s):
    arn = s.iam.get_user(UserName="alice")["User"]["Arn"]
    answer = s.iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["iam:DeleteUser"], ResourceArns=[arn])
    return answer["EvaluationResults"][0]["EvalDecision"]


quick(
    "iam simulate-principal-policy, root",
    lambda s: s.iam.simulate_principal_policy(PolicySourceArn="arn:aws:iam::123456789012:root", ActionNames=["iam:DeleteUser"]),
)
quick("iam get-user-policy, unknown", lambda s: s.iam.get_user_policy(UserName="alice", PolicyName="none"))


@case("iam get-account-authorization-details, users")
def details(s):
    pages = s.iam.get_paginator("get_account_authorization_details").paginate(Filter=["User"])
    users = [u for page in pages for u in page["UserDetailList"]]
    alice = next(u for u in users if u["UserName"] == "alice")
    return alice["Path"], alice["GroupList"], len(alice["Tags"]), [p["PolicyName"] for p in alice["UserPolicyList"]]


@case("iam get-account-authorization-details, MaxItems 2")
def details_page(s):
    page = s.iam.get_account_authorization_details(Filter=["User"], MaxItems=2)
    return len(page["UserDetailList"]) == 2, page["IsTruncated"]


quick(
    "iam get-account-authorization-details, filter that is none",
    lambda s: status(s.iam.get_account_authorization_details(Filter=["Bogus"])),
)
quick("iam get-credential-report, none yet", lambda s: s.iam.get_credential_report())
quick("iam generate-credential-report", lambda s: s.iam.generate_credential_report()["State"])


@case("iam get-credential-report")
def report(s):
    deadline = time.monotonic() + 10
    while s.iam.generate_credential_report()["State"] != "COMPLETE" and time.monotonic() < deadline:
        time.sleep(0.2)
    lines = s.iam.get_credential_report()["Content"].decode().splitlines()
    s.kept["report"] = {line.split(",")[0]: dict(zip(lines[0].split(","), line.split(","))) for line in lines[1:]}
    return lines[0]


quick("credential report: root row", lambda s: "<root_account>" in s.kept["report"])
quick(
    "credential report: a user with one key",
    lambda s: [s.kept["report"]["onekey"][f"access_key_{i}_active"] for i in (1, 2)],
)
quick("iam get-account-summary: keys per user", lambda s: s.iam.get_account_summary()["SummaryMap"]["AccessKeysPerUserQuota"])
quick("iam list-account-aliases: none", lambda s: s.iam.list_account_aliases()["AccountAliases"])


@case("iam create-account-alias, list-account-aliases")
def alias(s):
    s.iam.create_account_alias(AccountAlias="example-corp")
    return s.iam.list_account_aliases()["AccountAliases"]


quick(
    "iam, an action that is not served",
    lambda s: s.iam.generate_organizations_access_report(EntityPath="o-a1b2c3d4e5/r-f6g7h8i9j0"),
)

# --- S3 -----------------------------------------------------------------------------------------------------------------


@case("s3 create-bucket")
def bucket(s):
    return status(s.s3.create_bucket(Bucket=BOX, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}))


quick(
    "s3 create-bucket twice",
    lambda s: s.s3.create_bucket(Bucket=BOX, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}),
)
quick("s3 create-bucket without its region", lambda s: s.s3.create_bucket(Bucket="compare-other"))
quick(
    "s3 create-bucket, bad name",
    lambda s: s.s3.create_bucket(Bucket="ab", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}),
)
quick("s3 head-bucket", lambda s: s.s3.head_bucket(Bucket=BOX)["BucketRegion"])
quick("s3 head-bucket, unknown", lambda s: s.s3.head_bucket(Bucket="compare-none"))
quick("s3 get-bucket-location", lambda s: s.s3.get_bucket_location(Bucket=BOX)["LocationConstraint"])
quick("s3 list-buckets", lambda s: [b["Name"] for b in s.s3.list_buckets()["Buckets"]])
quick("s3 put-object", lambda s: s.s3.put_object(Bucket=BOX, Key="a/b c+d/ä.csv", Body=b"hello", ContentType="text/csv")["ETag"])


@case("s3 get-object")
def get_object(s):
    got = s.s3.get_object(Bucket=BOX, Key="a/b c+d/ä.csv")
    return got["Body"].read(), got["ContentType"], got["ETag"], got["ContentLength"]


quick("s3 get-object: encryption", lambda s: s.s3.get_object(Bucket=BOX, Key="a/b c+d/ä.csv").get("ServerSideEncryption"))
quick("s3 get-object, unknown", lambda s: s.s3.get_object(Bucket=BOX, Key="none"))
quick("s3 get-object, unknown bucket", lambda s: s.s3.get_object(Bucket="compare-none", Key="none"))
quick("s3 head-object", lambda s: s.s3.head_object(Bucket=BOX, Key="a/b c+d/ä.csv")["ContentLength"])
quick("s3 head-object, unknown", lambda s: s.s3.head_object(Bucket=BOX, Key="none"))
quick("s3 put-object, If-None-Match on a new key", lambda s: status(s.s3.put_object(Bucket=BOX, Key="once", Body=b"1", IfNoneMatch="*")))
quick("s3 put-object, If-None-Match on an old key", lambda s: s.s3.put_object(Bucket=BOX, Key="once", Body=b"2", IfNoneMatch="*"))
quick("s3 put-object, If-None-Match left it alone", lambda s: s.s3.get_object(Bucket=BOX, Key="once")["Body"].read())
quick(
    "s3 put-object, If-Match",
    lambda s: status(s.s3.put_object(Bucket=BOX, Key="once", Body=b"3", IfMatch=s.s3.head_object(Bucket=BOX, Key="once")["ETag"])),
)
quick("s3 put-object, If-Match that does not", lambda s: status(s.s3.put_object(Bucket=BOX, Key="once", Body=b"4", IfMatch='"no"')))
quick("s3 put-object, If-Match on nothing", lambda s: status(s.s3.put_object(Bucket=BOX, Key="nothing", Body=b"4", IfMatch='"no"')))
quick(
    "s3 put-object, KMS",
    lambda s: s.s3.put_object(
        Bucket=BOX, Key="kms", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId="arn:aws:kms:eu-west-1:123456789012:key/1"
    )["SSEKMSKeyId"],
)
quick("s3 put-object, expected owner", lambda s: status(s.s3.put_object(Bucket=BOX, Key="mine", Body=b"", ExpectedBucketOwner="123456789012")))
quick("s3 put-object, foreign expected owner", lambda s: status(s.s3.put_object(Bucket=BOX, Key="mine", Body=b"", ExpectedBucketOwner="999999999999")))


@case("s3 list-objects-v2, pages with a delimiter")
def listing(s):
    for key in ("p/1", "p/2", "q", "r/1", "t"):
        s.s3.put_object(Bucket=BOX, Key="list/" + key, Body=b"")
    pages = s.s3.get_paginator("list_objects_v2").paginate(
        Bucket=BOX, Prefix="list/", Delimiter="/", PaginationConfig={"PageSize": 2}
    )
    return [
        ([o["Key"] for o in page.get("Contents", [])], [p["Prefix"] for p in page.get("CommonPrefixes", [])], page["KeyCount"])
        for page in pages
    ]


quick(
    "s3 list-objects-v2, start-after",
    lambda s: [o["Key"] for o in s.s3.list_objects_v2(Bucket=BOX, Prefix="list/", StartAfter="list/p/2")["Contents"]],
)
quick(
    "s3 delete-objects",
    lambda s: sorted(d["Key"] for d in s.s3.delete_objects(Bucket=BOX, Delete={"Objects": [{"Key": "list/q"}, {"Key": "no"}]})["Deleted"]),
)
quick("s3 delete-object, If-Match that does not", lambda s: status(s.s3.delete_object(Bucket=BOX, Key="once", IfMatch='"no"')))
quick("s3 delete-object, If-Match on nothing", lambda s: status(s.s3.delete_object(Bucket=BOX, Key="nothing", IfMatch='"no"')))
quick("s3 delete-object, unknown", lambda s: status(s.s3.delete_object(Bucket=BOX, Key="none")))
quick("s3 delete-bucket, not empty", lambda s: s.s3.delete_bucket(Bucket=BOX))
quick("s3 get-bucket-policy, none", lambda s: s.s3.get_bucket_policy(Bucket=BOX))
quick("s3 get-bucket-policy-status, none", lambda s: s.s3.get_bucket_policy_status(Bucket=BOX)["PolicyStatus"])
quick("s3 get-public-access-block, new bucket", lambda s: s.s3.get_public_access_block(Bucket=BOX)["PublicAccessBlockConfiguration"])
quick("s3 get-bucket-encryption, new bucket", lambda s: s.s3.get_bucket_encryption(Bucket=BOX)["ServerSideEncryptionConfiguration"]["Rules"][0]["ApplyServerSideEncryptionByDefault"])
quick("s3 get-bucket-lifecycle, none", lambda s: s.s3.get_bucket_lifecycle_configuration(Bucket=BOX))
quick("s3 get-bucket-acl", lambda s: [g["Permission"] for g in s.s3.get_bucket_acl(Bucket=BOX)["Grants"]])


@case("s3 put-bucket-policy, public and blocked")
def public_policy(s):
    block = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
    s.s3.put_public_access_block(Bucket=BOX, PublicAccessBlockConfiguration=block)
    document = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BOX}/*"}]}
    return status(s.s3.put_bucket_policy(Bucket=BOX, Policy=json.dumps(document)))


@case("s3 lifecycle, as put")
def lifecycle(s):
    rules = [{"ID": "old ones", "Status": "Enabled", "Filter": {"Prefix": "old/"}, "Expiration": {"Days": 7}}]
    s.s3.put_bucket_lifecycle_configuration(Bucket=BOX, LifecycleConfiguration={"Rules": rules})
    return s.s3.get_bucket_lifecycle_configuration(Bucket=BOX)["Rules"] == rules


quick("s3 put-object under a lifecycle rule", lambda s: s.s3.put_object(Bucket=BOX, Key="old/x", Body=b"").get("Expiration", "none")[-22:])


@case("s3 presigned get")
def presigned(s):
    s.kept["url"] = s.s3.generate_presigned_url("get_object", Params={"Bucket": BOX, "Key": "kms"}, ExpiresIn=60)
    return urllib.request.urlopen(s.kept["url"]).read()


quick("s3 presigned get, for another object", lambda s: urllib.request.urlopen(s.kept["url"].replace("/kms?", "/once?")).read())
quick("s3 in another region", lambda s: s.client("s3", region="us-east-1").head_bucket(Bucket=BOX)["BucketRegion"])

# --- SES ----------------------------------------------------------------------------------------------------------------


def send(s, sender, **content):
    simple = {"Subject": {"Data": "hi"}, "Body": {"Text": {"Data": "plain"}, "Html": {"Data": "<b>rich</b>"}}}
    return s.ses.send_email(
        FromEmailAddress=sender, Destination={"ToAddresses": ["alice@corp.example"]}, Content=content or {"Simple": simple}
    )


quick("ses send-email, unverified sender", lambda s: send(s, "no@corp.example"))


@case("ses create-email-identity")
def identity(s):
    answer = s.ses.create_email_identity(EmailIdentity="keys@corp.example")
    s.verify("keys@corp.example")
    return answer["IdentityType"]


quick("ses create-email-identity: verified at once", lambda s: s.ses.create_email_identity(EmailIdentity="b@corp.example")["VerifiedForSendingStatus"])
quick("ses create-email-identity twice", lambda s: s.ses.create_email_identity(EmailIdentity="keys@corp.example")["IdentityType"])
quick("ses create-email-identity, domain", lambda s: s.ses.create_email_identity(EmailIdentity="domain.example")["IdentityType"])
quick("ses get-email-identity", lambda s: s.ses.get_email_identity(EmailIdentity="keys@corp.example")["IdentityType"])
quick("ses get-email-identity, unknown", lambda s: s.ses.get_email_identity(EmailIdentity="no@corp.example"))
quick("ses list-email-identities", lambda s: sorted(i["IdentityName"] for i in s.ses.list_email_identities()["EmailIdentities"]))
quick("ses send-email", lambda s: bool(send(s, "keys@corp.example")["MessageId"]))
quick("ses get-account", lambda s: s.ses.get_account()["ProductionAccessEnabled"])
quick("ses get-suppressed-destination, unknown", lambda s: s.ses.get_suppressed_destination(EmailAddress="x@corp.example"))
quick(
    "ses put-suppressed-destination",
    lambda s: status(s.ses.put_suppressed_destination(EmailAddress="bounced@corp.example", Reason="BOUNCE")),
)
quick(
    "ses get-suppressed-destination",
    lambda s: s.ses.get_suppressed_destination(EmailAddress="bounced@corp.example")["SuppressedDestination"]["Reason"],
)
quick(
    "ses list-suppressed-destinations",
    lambda s: [d["EmailAddress"] for d in s.ses.list_suppressed_destinations()["SuppressedDestinationSummaries"]],
)

# --- the organization ---------------------------------------------------------------------------------------------------


def org(s):
    return s.client("organizations", region="us-east-1")


def pages(s, operation, name, **wanted):
    return [page[name] for page in org(s).get_paginator(operation).paginate(**wanted)]


def inside(s, service, account, **more):
    """A client in a member account, by the role that AWS makes in it."""
    return session(s, service, RoleArn=f"arn:aws:iam::{s.kept[account]}:role/OrganizationAccountAccessRole", **more)


quick("organizations describe-organization, none", lambda s: org(s).describe_organization()["Organization"]["FeatureSet"])
quick("organizations create-organization", lambda s: org(s).create_organization(FeatureSet="ALL")["Organization"]["MasterAccountId"])
quick("organizations create-organization twice", lambda s: org(s).create_organization(FeatureSet="ALL"))
quick("organizations describe-organization", lambda s: sorted(set(org(s).describe_organization()["Organization"]) - {"AvailablePolicyTypes"}))


@case("organizations list-roots")
def roots(s):
    root = org(s).list_roots()["Roots"][0]
    s.kept["root"] = root["Id"]
    return root["Name"], root["Arn"].split(":")[:5], root["Id"][:2]


@case("organizations create-account")
def accounts(s):
    for i in range(24):
        made = org(s).create_account(AccountName=f"member{i}", Email=f"m{i}@corp.example")["CreateAccountStatus"]
        s.kept[f"member{i}"] = made["AccountId"]
    return made["State"]


quick("organizations list-accounts, pages", lambda s: [len(page) for page in pages(s, "list_accounts", "Accounts", PaginationConfig={"PageSize": 10})])
quick("organizations list-accounts, MaxResults 21", lambda s: len(org(s).list_accounts(MaxResults=21)["Accounts"]))
quick("organizations list-accounts, largest page", lambda s: len(org(s).list_accounts()["Accounts"]))
quick("organizations list-accounts, names", lambda s: sorted(a["Name"] for page in pages(s, "list_accounts", "Accounts") for a in page if a["Name"] != "management" and a["Name"] != "master"))


@case("organizations create-organizational-unit")
def units(s):
    made = org(s).create_organizational_unit(ParentId=s.kept["root"], Name="staff")["OrganizationalUnit"]
    s.kept["staff"] = made["Id"]
    return made["Name"], made["Id"].split("-")[0]


quick("organizations create-organizational-unit twice", lambda s: org(s).create_organizational_unit(ParentId=s.kept["root"], Name="staff")["OrganizationalUnit"]["Name"])
quick("organizations list-organizational-units-for-parent", lambda s: [u["Name"] for u in org(s).list_organizational_units_for_parent(ParentId=s.kept["root"])["OrganizationalUnits"]])
quick("organizations list-accounts-for-parent, unknown", lambda s: org(s).list_accounts_for_parent(ParentId="ou-zzzz-zzzzzzzz"))


@case("organizations move-account")
def moved(s):
    org(s).move_account(AccountId=s.kept["member1"], SourceParentId=s.kept["root"], DestinationParentId=s.kept["staff"])
    return [a["Name"] for page in pages(s, "list_accounts_for_parent", "Accounts", ParentId=s.kept["staff"]) for a in page]


quick("organizations list-parents", lambda s: [p["Type"] for m in ("member1", "member2", "staff") for p in org(s).list_parents(ChildId=s.kept[m])["Parents"]])
quick("organizations list-parents, unknown", lambda s: org(s).list_parents(ChildId="999999999999"))
quick("organizations describe-account, unknown", lambda s: org(s).describe_account(AccountId="999999999999"))


@case("organizations tag-resource")
def org_tags(s):
    org(s).tag_resource(ResourceId=s.kept["member1"], Tags=[{"Key": "team", "Value": "a"}, {"Key": "old", "Value": "b"}])
    org(s).untag_resource(ResourceId=s.kept["member1"], TagKeys=["old"])
    return org(s).list_tags_for_resource(ResourceId=s.kept["member1"])["Tags"]


quick("organizations list-tags-for-resource, unknown", lambda s: org(s).list_tags_for_resource(ResourceId="999999999999"))
quick("organizations describe-account", lambda s: sorted(set(org(s).describe_account(AccountId=s.kept["member1"])["Account"]) - {"Paths"}))


@case("organizations close-account")
def closed(s):
    org(s).close_account(AccountId=s.kept["member3"])
    account = org(s).describe_account(AccountId=s.kept["member3"])["Account"]
    return account["Status"], account["State"]


@case("iam in a member account")
def member(s):
    inside(s, "iam", "member1").create_user(UserName="over-there")
    return [u["UserName"] for u in inside(s, "iam", "member1").list_users()["Users"]], s.iam.get_user(UserName="alice")["User"]["UserName"]


quick("sts get-caller-identity, in a member account", lambda s: inside(s, "sts", "member1").get_caller_identity()["Account"] == s.kept["member1"])
quick("sts assume-role, closed account", lambda s: inside(s, "sts", "member3").get_caller_identity()["Account"] == s.kept["member3"])


def in_member(s, account="member1"):
    role = f"arn:aws:iam::{s.kept[account]}:role/OrganizationAccountAccessRole"
    made = s.client("sts", *s.kept["operator"]).assume_role(RoleArn=role, RoleSessionName="day")["Credentials"]
    return s.client("organizations", made["AccessKeyId"], made["SecretAccessKey"], region="us-east-1", token=made["SessionToken"])


quick("organizations list-accounts, as a member", lambda s: len(in_member(s).list_accounts()["Accounts"]))
quick("organizations describe-organization, as a member", lambda s: in_member(s).describe_organization()["Organization"]["MasterAccountId"])
quick("organizations create-account, as a member", lambda s: in_member(s).create_account(AccountName="x", Email="x@corp.example")["CreateAccountStatus"]["State"])


@case("organizations list-accounts, delegated administrator")
def delegated(s):
    org(s).register_delegated_administrator(AccountId=s.kept["member2"], ServicePrincipal="ssm.amazonaws.com")
    return len(in_member(s, "member2").list_accounts(MaxResults=5)["Accounts"])


@case("iam create-user, denied by a service control policy")
def controlled(s):
    org(s).enable_policy_type(RootId=s.kept["root"], PolicyType="SERVICE_CONTROL_POLICY")
    content = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*"}}
    policy = org(s).create_policy(Content=json.dumps(content), Name="freeze", Description="", Type="SERVICE_CONTROL_POLICY")["Policy"]
    org(s).attach_policy(PolicyId=policy["PolicySummary"]["Id"], TargetId=s.kept["staff"])
    return inside(s, "iam", "member1").create_user(UserName="frozen")["User"]["UserName"]


quick("iam create-user, account without that policy", lambda s: inside(s, "iam", "member2").create_user(UserName="thawed")["User"]["UserName"])

# --- buckets across accounts --------------------------------------------------------------------------------------------


def of_organization(s, condition):
    """A bucket policy that lets everyone who meets the condition read `shared/`."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BOX}/shared/*", "Condition": condition}
    s.s3.put_object(Bucket=BOX, Key="shared/x", Body=b"shared")
    return s.s3.put_bucket_policy(Bucket=BOX, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]})) and "put"


def shared(s, account="member2", key="shared/x", **more):
    return inside(s, "s3", account).get_object(Bucket=BOX, Key=key, **more)["Body"].read()


quick("s3 get-object, of another account without a policy", lambda s: shared(s, key="once"))
quick("s3 create-bucket, name of another account", lambda s: inside(s, "s3", "member2").create_bucket(Bucket=BOX, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}))
quick("s3 list-buckets, in a member account", lambda s: inside(s, "s3", "member2").list_buckets()["Buckets"])
quick(
    "s3 put-bucket-policy, fixed organization",
    lambda s: of_organization(s, {"StringEquals": {"aws:PrincipalOrgID": org(s).describe_organization()["Organization"]["Id"]}}),
)
quick("s3 get-bucket-policy-status, fixed organization", lambda s: s.s3.get_bucket_policy_status(Bucket=BOX)["PolicyStatus"])
quick("s3 get-object, of another account with a policy", shared)
quick("s3 get-object, of another account, its owner expected", lambda s: shared(s, ExpectedBucketOwner="123456789012"))
quick("s3 get-object, of another account, wrong owner expected", lambda s: shared(s, ExpectedBucketOwner=s.kept["member2"]))
quick("s3 put-bucket-policy, condition on no caller", lambda s: of_organization(s, {"Bool": {"aws:SecureTransport": "true"}}))

# --- the command line ---------------------------------------------------------------------------------------------------

quick("aws sts get-caller-identity", lambda s: s.aws("sts", "get-caller-identity", "--query", "Account", "--output", "text").strip())
quick("aws iam create-user", lambda s: s.aws("iam", "create-user", "--user-name", "cli", "--path", "/cli/", "--query", "User.Arn").strip())
quick("aws iam create-user twice", lambda s: s.aws("iam", "create-user", "--user-name", "cli"))
quick("aws iam tag-user", lambda s: s.aws("iam", "tag-user", "--user-name", "cli", "--tags", "Key=k,Value=a b"))
quick("aws iam list-user-tags", lambda s: json.loads(s.aws("iam", "list-user-tags", "--user-name", "cli"))["Tags"])
quick(
    "aws iam list-users, pages of 2",
    lambda s: json.loads(s.aws("iam", "list-users", "--path-prefix", "/paging/", "--page-size", "2", "--query", "Users[].UserName")),
)
quick("aws iam get-user, unknown", lambda s: s.aws("iam", "get-user", "--user-name", "missing"))
quick("aws s3 cp, up", lambda s: s.aws("s3", "cp", __file__, f"s3://{BOX}/cli/cases.py", "--no-progress").split()[0])
quick("aws s3 cp, down", lambda s: s.aws("s3", "cp", f"s3://{BOX}/cli/cases.py", "-") == open(__file__).read())
quick("aws s3 cp, unknown", lambda s: s.aws("s3", "cp", f"s3://{BOX}/cli/none", "-"))
quick("aws s3 ls", lambda s: s.aws("s3", "ls", f"s3://{BOX}/cli/").split()[2:])
quick(
    "aws s3api put-object, If-None-Match",
    lambda s: s.aws("s3api", "put-object", "--bucket", BOX, "--key", "cli/cases.py", "--body", __file__, "--if-none-match", "*"),
)
quick("aws s3 rm", lambda s: s.aws("s3", "rm", f"s3://{BOX}/cli/cases.py", "--only-show-errors"))
quick(
    "aws sesv2 send-email",
    lambda s: "MessageId"
    in s.aws(
        *("sesv2", "send-email", "--from-email-address", "keys@corp.example", "--destination", "ToAddresses=a@b.example"),
        *("--content", '{"Simple": {"Subject": {"Data": "hi"}, "Body": {"Text": {"Data": "plain"}}}}'),
    ),
)
quick(
    "aws sesv2 send-email, unverified",
    lambda s: s.aws(
        *("sesv2", "send-email", "--from-email-address", "no@corp.example", "--destination", "ToAddresses=a@b.example"),
        *("--content", '{"Simple": {"Subject": {"Data": "hi"}, "Body": {"Text": {"Data": "plain"}}}}'),
    ),
)
