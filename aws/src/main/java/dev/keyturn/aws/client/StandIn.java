package dev.keyturn.aws.client;

import java.net.URI;

/**
 * An AWS that is not AWS: one endpoint for all services, such as the sandbox, and credentials that
 * it knows.
 *
 * @param region such as {@code eu-central-1}
 */
public record StandIn(URI endpoint, String region, String accessKeyId, String secretAccessKey) {
  @Override
  public String toString() {
    return "StandIn[" + endpoint + ", " + region + ", " + accessKeyId + "]";
  }
}
