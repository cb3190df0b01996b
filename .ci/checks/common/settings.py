"""The environment of a Keyturn process in these checks."""

from __future__ import annotations

from checks.common import account as aws

SETTINGS = {
    "LAMBDA_FUNCTION_NAME": "keyturn",
    "SES_EMAIL": aws.SENDER,
    "SES_REGION": aws.REGION,
    "IAM_EMAIL_TAG_KEY": aws.ADDRESS_TAG,
    "S3_CSV_BUCKET": aws.BUCKET,
    "LAST_CHECK_DATE_TAG_KEY": aws.DATE_TAG,
    "LAST_CHECK_OLD_KEY_TAG_KEY": aws.OLD_KEY_TAG,
    "WARNING_DAYS": "30",
    "OVERDUE_DAYS": "60",
    "DEACTIVATE_DAYS": "10",
    "DELETION_DAYS": "10",
}
# moto throttles nothing.
AT_FULL_SPEED = {"IAM_CALLS_PER_SECOND": "1000"}
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "AKIAOPERATOR00000000", "AWS_SECRET_ACCESS_KEY": "operator"}

# Other AWS settings of this machine must not reach the command.
OF_THIS_MACHINE = ("PATH", "JAVA_HOME", "LANG")
