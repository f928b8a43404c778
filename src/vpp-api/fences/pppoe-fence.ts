/** Interfaces of PPPoE clients, of sessions and of the control plane, which VPP 26.06 uses when they are gone. */

import type { VppCaller } from "vpp-binapi-ts";
import { FeatureIsEnabled, PppoeSessionDump, type SwInterfaceDetails, SwInterfaceDump } from "vpp-binapi-ts/api";
import { askClients, askLostClients } from "../../vpp-limits/pppoe-clients.js";
import type { VppFields } from "./fence-checks.js";
import { ALL, NO_INTERFACE } from "./numbers.js";
import { unlessRefused } from "./unless-refused.js";

type Missing = Promise<string | undefined>;

const LOCAL0 = 0;
const UNKNOWN = "VPP cannot be asked for clients that it has heard since cnat got source addresses of a VRF";

/** Of pppoe_add_del_cp. */
export async function needsClientsThere(_fields: VppFields, vpp: VppCaller): Missing {
  const clients = await askLostClients(vpp);
  if (clients === undefined) return UNKNOWN;
  const [lost] = clients.values();
  return lost === undefined ? undefined : `VPP has heard a client on interface ${lost}, which is not there any more`;
}

/** Of pppoe_add_del_session, which looks at the interface of the client to delete it, too. */
export async function needsClientThere({ clientMac }: VppFields, vpp: VppCaller): Missing {
  const clients = await askLostClients(vpp);
  if (clients === undefined) return UNKNOWN;
  const lost = clients.get(Buffer.from((clientMac ?? []) as Uint8Array).toString("hex"));
  return lost === undefined ? undefined : `VPP has heard the client on interface ${lost}, which is not there any more`;
}

type Goes = (shown: SwInterfaceDetails, fields: VppFields) => boolean;

/** Of what deletes interfaces, whose parts go with them. Costs all interfaces. */
export function needsNoClients(goes: Goes) {
  return async (fields: VppFields, vpp: VppCaller): Missing => {
    if (!vpp.supports(PppoeSessionDump)) return undefined;
    const all: SwInterfaceDetails[] = [];
    for await (const details of vpp.dump(SwInterfaceDump, { swIfIndex: NO_INTERFACE })) all.push(details);
    const wholes = new Set(numbersOf(all.filter((details) => goes(details, fields))));
    const gone = new Set(
      numbersOf(all.filter(({ swIfIndex, supSwIfIndex }) => wholes.has(swIfIndex) || wholes.has(supSwIfIndex))),
    );
    return gone.size === 0 ? undefined : usedFor(gone, all, vpp);
  };
}

export const byNumber: Goes = (shown, { swIfIndex = 0 }) => shown.swIfIndex === swIfIndex;
export const byPartOf: Goes = (shown, { parentIfIndex = 0 }) => shown.supSwIfIndex === parentIfIndex;
export const byHostName: Goes = (shown, { hostIfName = "" }) => shown.interfaceName === `host-${hostIfName}`;
/** Nothing in the request tells which of them. */
export const byKind =
  (kind: RegExp): Goes =>
  (shown, { isAdd = false }) =>
    isAdd === false && kind.test(shown.interfaceDevType);

async function usedFor(gone: ReadonlySet<number>, all: readonly SwInterfaceDetails[], vpp: VppCaller): Missing {
  for await (const { encapIfIndex } of vpp.dump(PppoeSessionDump, { swIfIndex: ALL })) {
    if (gone.has(encapIfIndex)) return `a PPPoE session has its client on interface ${encapIfIndex}`;
  }
  if (await hasControlPlane([...gone], vpp)) return "the interface is the control plane of PPPoE";
  const clients = await askClients(vpp);
  // Where VPP cannot be asked a client may be on any of them.
  const heard = [...(clients?.values() ?? gone)].find((index) => gone.has(index));
  // What is parked on a part of local0 never sends.
  const senders = numbersOf(all.filter(({ supSwIfIndex }) => supSwIfIndex !== LOCAL0));
  if (heard === undefined || !(await hasControlPlane(senders, vpp))) return undefined;
  const was = clients === undefined ? "may have been" : "was";
  return `a PPPoE client ${was} heard on interface ${heard}, to which the control plane may send`;
}

function numbersOf(shown: readonly SwInterfaceDetails[]): readonly number[] {
  return shown.map(({ swIfIndex }) => swIfIndex);
}

/** No message tells it. VPP hears what it sends by a feature of its interface. */
async function hasControlPlane(indexes: readonly number[], vpp: VppCaller): Promise<boolean> {
  const feature = { arcName: "device-input", featureName: "pppoe-input" };
  const ask = (swIfIndex: number) => unlessRefused(vpp.call(FeatureIsEnabled, { ...feature, swIfIndex }));
  return (await Promise.all(indexes.map(ask))).some((answer) => answer?.isEnabled === true);
}
