package dev.keyturn.org;

import dev.keyturn.event.EventBus;
import dev.keyturn.port.CannotBegin;
import dev.keyturn.port.Ports;
import dev.keyturn.settings.Organization;
import java.util.Optional;

/** A connection with the credentials of the hub account. */
public interface HubConnection {
  /** What the hub's own credentials reach. */
  Ports ports();

  /** The accounts of the organization. */
  AccountDirectory directory(Organization.Of organization);

  /** Sessions in the accounts of the organization. */
  MemberAccounts members(Organization.Of organization);

  /**
   * Executions of the deployed state machine.
   *
   * @param machine its name, in the hub's account and region, or its ARN
   * @throws CannotBegin if the ARN is of another region
   */
  Executions executions(String machine) throws CannotBegin;

  /** The bus of {@code EVENT_BUS}, if events are wanted. */
  Optional<EventBus> eventBus();
}
