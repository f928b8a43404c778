/** Units of configuration that follow from others: the translations of a service, the access control lists of a policy. */

import type { ObjectChange } from "../southbound-port.js";

/**
 * Derives units from units of intended, change by change. It holds what it has to know of its input; the cost of a step
 * should follow the change.
 */
export interface Derivation {
  /** Schema paths of the units that it reads. */
  readonly inputs: readonly string[];
  /**
   * Takes changes of input and returns what changes of the derived units: RFC 7951 content with its defaults, `from` naming the
   * unit of input. Throws ManagementError for input that it refuses, and has then taken nothing.
   */
  derive(changes: readonly ObjectChange[]): Derived;
}

export interface Derived {
  readonly changes: readonly ObjectChange[];
  /** Forgets this step, the last one. */
  revert(): void;
}
