import { BfdUdpSessionEvent, WantBfdEvents } from "vpp-binapi-ts/api";
import { defineVppEvent } from "../../src/southbound/vpp-event.js";
import { interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { endsOf, stateNameOf } from "./session-wire.js";

/** A BFD session went up or down. */
export const bfdSessionEvent = defineVppEvent({
  want: WantBfdEvents,
  wantFields: { enableDisable: true },
  event: BfdUdpSessionEvent,
  notification: "/sweetcomb-bfd:session-state-change",
  tell({ keyOf }, details) {
    const isMultihop = details.swIfIndex === NO_INTERFACE;
    const name = isMultihop ? undefined : keyOf(interfaces, details.swIfIndex)?.name;
    if (!isMultihop && name === undefined) return undefined;
    const { local, peer } = endsOf(details);
    return {
      path: "/sweetcomb-bfd:session-state-change",
      content: {
        ...(name !== undefined && { interface: name }),
        "local-address": local,
        "peer-address": peer,
        state: stateNameOf(details.state),
      },
    };
  },
});
