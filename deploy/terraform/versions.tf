terraform {
  # Validations compare variables with each other (1.9).
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # The runtime java25 needs 6.20.
      version = ">= 5.100"
    }
  }
}
