locals {
  # Named by its checksum, and not by where this checkout is: a file at another path would count as new code.
  downloaded = var.artifact_url == null ? null : "${path.root}/.terraform/keyturn-${var.artifact_sha256}.zip"

  # Lambda and the provider write a checksum in base64, of which each character stands for six bits: three hexadecimal
  # digits are two characters, and the digit that is left is one, padded.
  base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  groups        = var.artifact_sha256 == null ? [] : [for at in range(21) : parseint(substr(var.artifact_sha256, at * 3, 3), 16)]
  artifact_hash = var.artifact_sha256 == null ? null : join("", concat(
    [for bits in local.groups : "${substr(local.base64_digits, floor(bits / 64), 1)}${substr(local.base64_digits, bits % 64, 1)}"],
    [substr(local.base64_digits, parseint(substr(var.artifact_sha256, 63, 1), 16) * 4, 1), "="],
  ))
}

# Downloads the artefact, and fails unless it has the checksum. A new function needs the file again, so a stage of another
# name downloads it again.
resource "terraform_data" "artifact" {
  count            = var.artifact_url == null ? 0 : 1
  triggers_replace = [var.artifact_url, var.artifact_sha256, var.stage]

  provisioner "local-exec" {
    interpreter = ["sh", "-c"]
    command     = <<-EOT
      set -eu
      mkdir -p "$(dirname "$FILE")"
      curl --fail --silent --show-error --location --output "$FILE.part" "$URL"
      echo "$SHA256  $FILE.part" | if command -v sha256sum >/dev/null; then sha256sum -c -; else shasum -a 256 -c -; fi
      mv "$FILE.part" "$FILE"
    EOT
    environment = {
      URL    = var.artifact_url
      SHA256 = var.artifact_sha256
      FILE   = local.downloaded
    }
  }
}
