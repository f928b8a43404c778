/** What an interface must be for VPP 26.06 to outlive what it is used for. Each asks VPP, and says what is wrong. */

import type { VppCaller } from "vpp-binapi-ts";
import {
  CliInband,
  FibPathType,
  IfType,
  L2PortType,
  type SwInterfaceDetails,
  SwInterfaceDump,
} from "vpp-binapi-ts/api";
import { askHardwareIndexes } from "../../vpp-limits/hardware-indexes.js";
import { greTable, ipipTable, mayBeBehind } from "../../vpp-limits/tunnel-tables.js";
import type { VppFields } from "./fence-checks.js";
import { ALL, NO_INTERFACE } from "./numbers.js";

type Missing = Promise<string | undefined>;

/** The interfaces that a request uses in the way that is looked at; none where it takes something away. */
type InterfacesOf = (fields: VppFields) => readonly unknown[];

/** VPP's own word for what makes interfaces of this kind. */
const GRE = "GRE tunnel device";

/** What VPP shows of these, undefined where they are not there. It is asked for all at once. */
export type ShownInterfaces = ReadonlyMap<number, SwInterfaceDetails | undefined>;

export async function shownInterfaces(indexes: readonly number[], vpp: VppCaller): Promise<ShownInterfaces> {
  return new Map(await Promise.all(indexes.map(async (index) => [index, await interfaceShown(vpp, index)] as const)));
}

/** The first that is not there: not all of VPP's requests look. */
export function absentInterface(shown: ShownInterfaces): number | undefined {
  return [...shown].find(([, details]) => details === undefined)?.[0];
}

/** One that takes the number for none, or leaves it out, would have VPP look behind all. */
export function needsInterface(interfacesOf: InterfacesOf) {
  return async (fields: VppFields): Missing =>
    interfacesOf(fields).includes(NO_INTERFACE) ? "it is about no interface" : undefined;
}

/** VPP takes the hardware of any interface for Ethernet. What is none has no MAC address. */
export function needsEthernet(names: readonly string[]) {
  return async (fields: VppFields, vpp: VppCaller): Missing => {
    for (const index of names.map((name) => fields[name] ?? 0)) {
      const found = await interfaceShown(vpp, index);
      if (found === undefined || !hasAddress(found)) return `interface ${index} is no Ethernet`;
    }
    return undefined;
  };
}

/** Of four frames and more that a device brings at once, VPP lets one go twice where the interface has point-to-point parts. */
export async function needsLoopback({ parentIfIndex = 0 }: VppFields, vpp: VppCaller): Missing {
  const found = await interfaceShown(vpp, parentIfIndex);
  if (found?.interfaceDevType === "Loopback" && found.type === IfType.IF_API_TYPE_HARDWARE) return undefined;
  return `interface ${parentIfIndex} is no loopback, and VPP would end with the first frames of its device`;
}

/** VPP reads the hardware address of the interface, or of that whose part it is, where there is none. */
export function needsHardwareAddress(interfacesOf: InterfacesOf) {
  return async (fields: VppFields, vpp: VppCaller): Missing => {
    for (const index of interfacesOf(fields)) {
      const found = await interfaceShown(vpp, index);
      const isPart = found !== undefined && found.supSwIfIndex !== found.swIfIndex;
      const whole = isPart ? await interfaceShown(vpp, found.supSwIfIndex) : found;
      if (whole !== undefined && !hasAddress(whole)) return `interface ${index} has no hardware address`;
    }
    return undefined;
  };
}

/** An Ethernet frame that a GRE tunnel of IP packets is given takes a way that such a tunnel has not. */
export function needsOtherThanGreOfPackets(interfacesOf: InterfacesOf) {
  return async (fields: VppFields, vpp: VppCaller): Missing => {
    for (const index of interfacesOf(fields)) {
      const found = await interfaceShown(vpp, index);
      if (found?.interfaceDevType === GRE && !hasAddress(found))
        return `interface ${index} is a GRE tunnel of IP packets`;
    }
    return undefined;
  };
}

/** The MAC address of a bridge domain's own interface is entered into its table. */
export async function needsAddressOfBvi({ enable, portType = 0, rxSwIfIndex = 0 }: VppFields, vpp: VppCaller): Missing {
  if (enable === false || portType !== L2PortType.L2_API_PORT_TYPE_BVI) return undefined;
  return needsHardwareAddress(() => [rxSwIfIndex])({}, vpp);
}

const TUNNELS_OF_NEIGHBORS: readonly string[] = [GRE, "IPIP tunnel device"];

/** VPP looks up the tunnel by the number of the interface in an array that ends at the last tunnel. */
export async function needsTunnelOfNeighbors({ isAdd = 0, entry }: VppFields, vpp: VppCaller): Missing {
  const { swIfIndex = 0 } = (entry ?? {}) as VppFields;
  const found = isAdd === 0 ? undefined : await interfaceShown(vpp, swIfIndex);
  if (found === undefined) return undefined;
  const isPart = found.supSwIfIndex !== found.swIfIndex;
  if (!isPart && TUNNELS_OF_NEIGHBORS.includes(found.interfaceDevType)) return undefined;
  return `interface ${swIfIndex} is no tunnel of GRE or IPIP`;
}

/** A tunnel that was deleted is not told, so that only one that is there shows how far VPP's table reaches. Costs all tunnels of both kinds. */
export async function needsTunnelTablesBeyond({ entry }: VppFields, vpp: VppCaller): Missing {
  const swIfIndex = Number(((entry ?? {}) as VppFields).swIfIndex ?? 0);
  for (const table of [greTable, ipipTable])
    if (await mayBeBehind(table, swIfIndex, ALL, vpp))
      return `VPP's table of ${table.name} tunnels may end before interface ${swIfIndex}: make such a tunnel with a higher number first`;
  return undefined;
}

/** VPP takes the instance of any interface for one of the packet generator. */
export async function needsPacketGenerator({ swIfIndex = 0 }: VppFields, vpp: VppCaller): Missing {
  const found = await interfaceShown(vpp, swIfIndex);
  return found?.interfaceDevType === "pg" ? undefined : `interface ${swIfIndex} is none of the packet generator`;
}

/** VPP looks behind its array of policed interfaces where none has been policed before. */
export function needsPolicerToTakeAway(direction: "input" | "output") {
  return async ({ apply, swIfIndex = 0 }: VppFields, vpp: VppCaller): Missing => {
    const found = apply === true ? undefined : await interfaceShown(vpp, swIfIndex);
    if (found === undefined) return undefined;
    const { reply } = await vpp.call(CliInband, { cmd: `show interface features ${found.interfaceName}` });
    return reply.includes(`policer-${direction}`) ? undefined : `interface ${swIfIndex} has no policer`;
  };
}

const OF_LISP = /LISP_GPE$/;

/** The first that belongs to LISP, which knows its own next hops only. */
export function interfaceOfLisp(shown: ShownInterfaces): number | undefined {
  return [...shown].find(([, details]) => OF_LISP.test(details?.interfaceDevType ?? ""))?.[0];
}

/** The first that is a pipe itself: VPP looks for its other end, which only the ends have (pipe_tx). */
export function pipeItself(shown: ShownInterfaces): number | undefined {
  const isPipe = (details?: SwInterfaceDetails) =>
    details?.interfaceDevType === "Pipe" && details.supSwIfIndex === details.swIfIndex;
  return [...shown].find(([, details]) => isPipe(details))?.[0];
}

/** VPP takes the number of the interface for the number of a piece of hardware. */
export async function needsSameNumbers({ parentIfIndex = 0 }: VppFields, vpp: VppCaller): Missing {
  const found = await interfaceShown(vpp, parentIfIndex);
  if (found === undefined) return undefined;
  const { interfaceName: name } = found;
  if ((await askHardwareIndexes(vpp, name)).get(name) === parentIfIndex) return undefined;
  return `interface ${parentIfIndex} has hardware of another number, and VPP would change another interface`;
}

/** Interfaces to which paths of a route send Ethernet frames: of ip_route_add_del, and of ip_mroute_add_del, which wraps its paths. */
export function framesOfRoute({ isAdd, route }: VppFields): readonly unknown[] {
  if (isAdd !== true) return [];
  const paths = ((route as VppFields | undefined)?.paths ?? []) as readonly VppFields[];
  return paths
    .map((path) => (path.path ?? path) as VppFields)
    .filter(({ type }) => type === FibPathType.FIB_API_PATH_TYPE_DVR)
    .map(({ swIfIndex }) => swIfIndex ?? 0);
}

/** What VPP shows of an interface; undefined where it is not there. */
export async function interfaceShown(vpp: VppCaller, index: unknown): Promise<SwInterfaceDetails | undefined> {
  // VPP shows all for some numbers.
  for await (const details of vpp.dump(SwInterfaceDump, { swIfIndex: Number(index) })) {
    if (details.swIfIndex === index) return details;
  }
  return undefined;
}

/** Whether it carries Ethernet frames. */
export function hasAddress({ l2Address }: SwInterfaceDetails): boolean {
  return l2Address.some((octet) => octet !== 0);
}

/** Whether VPP receives what it sends there: a loopback, a part of one or an end of a pipe. */
export function givesBack(found: SwInterfaceDetails | undefined): boolean {
  return found?.interfaceDevType === "Loopback" || found?.type === IfType.IF_API_TYPE_PIPE;
}
