package dev.keyturn.aws.client;

import java.net.URI;

/**
 * A stand-in for AWS, such as the sandbox: one endpoint for all services, and credentials that it
 * accepts.
 *
 * @param region such as {@code eu-central-1}
 */
public record StandIn(URI endpoint, String region, String accessKeyId, String secretAccessKey) {
  @Override
  public String toString() {
    return "StandIn[" + endpoint + ", " + region + ", " + accessKeyId + "]";
  }
}
