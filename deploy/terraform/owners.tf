# Owners may list and read their own files and no others. A bucket policy that allows this to everyone would count as public.

resource "aws_iam_policy" "owners" {
  name        = "keyturn-owners-${var.stage}"
  description = "Fetch one's own new access key from Keyturn's bucket"
  tags        = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid       = "ListOwnFiles"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.bucket_arn
        Condition = { StringLike = { "s3:prefix" = "credential/$${aws:username}/*" } }
      },
      {
        Sid      = "ReadOwnFiles"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "${local.bucket_arn}/credential/$${aws:username}/*"
      },
      ],
      var.kms_key_arn == "" ? [] : [{
        Sid      = "DecryptOwnFiles"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = var.kms_key_arn
    }])
  })
}

resource "aws_iam_group" "owners" {
  name = "keyturn-owners-${var.stage}"
}

resource "aws_iam_group_policy_attachment" "owners" {
  group      = aws_iam_group.owners.name
  policy_arn = aws_iam_policy.owners.arn
}
