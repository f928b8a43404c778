/** When links came up and went down, out of VPP's interface events. */

import { IfStatusFlags } from "vpp-binapi-ts/api";

export interface LinkChanges {
  /** When the interface got the link state that it has; undefined where no event told. */
  since(swIfIndex: number, isUp: boolean): Date | undefined;
}

/** For where nothing is known of them. */
export const noLinkChanges: LinkChanges = { since: () => undefined };

/** What is used of sw_interface_event. */
export interface InterfaceEvent {
  readonly swIfIndex: number;
  /** What happened, not what is: LINK_UP when the link came up, none when anything went down. */
  readonly flags: number;
  readonly deleted: boolean;
}

interface Change {
  readonly isUp: boolean;
  /** Undefined when several events may have been the one. */
  readonly at: Date | undefined;
}

/** Remembers the last change of each link. */
export class LinkChangeLog implements LinkChanges {
  readonly #changes = new Map<number, Change>();

  /** Takes an event that came at this time. */
  note({ swIfIndex, flags, deleted }: InterfaceEvent, at: Date): void {
    if (deleted) {
      this.#changes.delete(swIfIndex);
    } else if ((flags & IfStatusFlags.IF_STATUS_API_FLAG_LINK_UP) !== 0) {
      this.#changes.set(swIfIndex, { isUp: true, at });
    } else if (flags === 0) {
      // Admin down and link down look alike: of two in a row either may be the link's.
      const isFirst = this.#changes.get(swIfIndex)?.isUp !== false;
      this.#changes.set(swIfIndex, { isUp: false, at: isFirst ? at : undefined });
    }
  }

  since(swIfIndex: number, isUp: boolean): Date | undefined {
    const change = this.#changes.get(swIfIndex);
    return change?.isUp === isUp ? change.at : undefined;
  }
}
