import { Ip6RaEvent, type Ip6RaPrefixInfo, WantIp6RaEvents } from "vpp-binapi-ts/api";
import { defineVppEvent } from "../../src/southbound/vpp-event.js";
import { interfaces } from "../interfaces/interface.js";
import { formatIp6, formatPrefix } from "./addresses.js";

const notification = "/sweetcomb-neighbors:router-advertisement-received";

/** Flags of RFC 4861 4.2: M and O of an advertisement, 4.6.2: L and A of a prefix. */
const MANAGED = 0x80;
const OTHER = 0x40;
const ON_LINK = 0x80;
const AUTONOMOUS = 0x40;

/** Another router has advertised itself on an interface that has IPv6. */
export const routerAdvertisementEvent = defineVppEvent({
  want: WantIp6RaEvents,
  wantFields: { enable: true },
  event: Ip6RaEvent,
  notification,
  tell({ keyOf }, advertisement) {
    const name = keyOf(interfaces, advertisement.swIfIndex)?.name;
    if (name === undefined) return undefined;
    const { flags, prefixes } = advertisement;
    return {
      path: notification,
      content: {
        interface: name,
        router: formatIp6(advertisement.routerAddr),
        "managed-flag": (flags & MANAGED) !== 0,
        "other-config-flag": (flags & OTHER) !== 0,
        "cur-hop-limit": advertisement.currentHopLimit,
        "default-lifetime": advertisement.routerLifetimeInSec,
        "reachable-time": advertisement.neighborReachableTimeInMsec,
        "retrans-timer": advertisement.timeInMsecBetweenRetransmittedNeighborSolicitations,
        prefix: prefixes.map(prefixOf),
      },
    };
  },
});

function prefixOf({ prefix, flags, validTime, preferredTime }: Ip6RaPrefixInfo) {
  return {
    "prefix-spec": formatPrefix(prefix),
    "on-link-flag": (flags & ON_LINK) !== 0,
    "autonomous-flag": (flags & AUTONOMOUS) !== 0,
    "valid-lifetime": validTime,
    "preferred-lifetime": preferredTime,
  };
}
