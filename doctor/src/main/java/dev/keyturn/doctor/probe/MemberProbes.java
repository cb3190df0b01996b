package dev.keyturn.doctor.probe;

import dev.keyturn.port.Account;

/**
 * What doctor reads in an account of the organization, by a session of the member role. No probe
 * writes.
 *
 * @param account refuses a session of another account
 */
public record MemberProbes(Account account, Grants grants, IamDirectory directory) {}
