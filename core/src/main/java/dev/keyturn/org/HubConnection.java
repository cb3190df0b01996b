package dev.keyturn.org;

import dev.keyturn.port.Ports;
import dev.keyturn.settings.Organization;

/** A connection with the credentials of the hub account. */
public interface HubConnection {
  /** What the hub's own credentials reach. */
  Ports ports();

  /** The accounts of the organization. */
  AccountDirectory directory(Organization.Of organization);

  /** Sessions in the accounts of the organization. */
  MemberAccounts members(Organization.Of organization);
}
