package dev.keyturn.proof.simulation;

import dev.keyturn.mail.NoticeWriter;
import dev.keyturn.port.Ports;
import dev.keyturn.port.RuntimeEnvironment;
import java.util.Set;

/** A process on one of several accounts. */
public final class MemberMachine {
  private final Machine machine;

  MemberMachine(Machine machine) {
    this.machine = machine;
  }

  /** Its ports, with faults, on ports without. */
  public Ports ports(Ports model) {
    return new MachinePorts(machine, model).ports();
  }

  public RuntimeEnvironment runtime() {
    return machine.runtime();
  }

  /** Short mails, which the judge can read. */
  public NoticeWriter noticeWriter() {
    return machine.noticeWriter();
  }

  /** From now on, it may write. */
  public void mayWrite() {
    machine.planning = false;
  }

  /** It has seen all and done what it does. */
  public void ended() {
    machine.scene().judge().facts.ended(machine);
  }

  /** Whether it was killed. */
  public boolean wasCut() {
    return machine.wasCut();
  }

  /** The users whose keys it made, deactivated or deleted. */
  public Set<String> actedOn() {
    return machine.actedOn;
  }
}
