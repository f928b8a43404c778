/** Makes VPP's tables of tunnels long enough for the number of an interface that has peers. */

import { GreTunnelAddDelV2, GreTunnelType, IpipAddTunnel, IpipDelTunnel, TunnelMode } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { greTable, ipipTable, mayBeBehind, type TunnelTable } from "../../src/vpp-limits/tunnel-tables.js";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { address, formatIp4 } from "../ip/addresses.js";

type Vpp = TranslatorContext["vpp"];

/** Costs two messages for each of the tables, and a tunnel that is made and deleted once for a number that may be behind one. */
export async function makeRoomForPeers(context: TranslatorContext, swIfIndex: number): Promise<void> {
  await Promise.all(KINDS.map((kind) => lengthen(context, kind, swIfIndex)));
}

interface Kind {
  readonly table: TunnelTable;
  /** Makes one between two points, the `count`-th at the same time. Returns its sw_if_index. */
  make(vpp: Vpp, count: number): Promise<number>;
  remove(vpp: Vpp, count: number, swIfIndex: number): Promise<unknown>;
}

const KINDS: readonly Kind[] = [
  {
    table: greTable,
    make: async (vpp, count) => (await addOrDeleteGre(vpp, count, true)).swIfIndex,
    remove: (vpp, count) => addOrDeleteGre(vpp, count, false),
  },
  {
    table: ipipTable,
    make: async (vpp, count) =>
      (await vpp.call(IpipAddTunnel, { tunnel: { ...endsOf(count), mode: TunnelMode.TUNNEL_API_MODE_P2P } })).swIfIndex,
    remove: (vpp, _count, swIfIndex) => vpp.call(IpipDelTunnel, { swIfIndex }),
  },
];

function addOrDeleteGre(vpp: Vpp, count: number, isAdd: boolean) {
  const type = GreTunnelType.GRE_API_TUNNEL_TYPE_L3;
  const mode = TunnelMode.TUNNEL_API_MODE_P2P;
  return vpp.call(GreTunnelAddDelV2, { isAdd, tunnel: { ...endsOf(count), type, mode } });
}

/** The dummy address of RFC 7600, and one that is reserved (RFC 1112 4): nobody's tunnel. The number in the name is above those that are chosen. */
function endsOf(count: number) {
  const dst = address(formatIp4(Uint8Array.of(240, count >> 16, count >> 8, count)));
  return { src: address("192.0.0.8"), dst, instance: 0x4000_0000 + count, swIfIndex: NO_INTERFACE };
}

async function lengthen(context: TranslatorContext, kind: Kind, swIfIndex: number): Promise<void> {
  const { name } = kind.table;
  // How far the table is known to reach, and how far it shall.
  const reach = await context.once(`reach of the table of ${name}`, async () => ({ known: 0, wanted: 0 }));
  if (reach.known >= swIfIndex) return;
  const isShort = await context.together(`whether ${swIfIndex} is behind the table of ${name}`, () =>
    mayBeBehind(kind.table, swIfIndex, swIfIndex, context.vpp),
  );
  while (isShort && reach.known < swIfIndex) {
    reach.wanted = Math.max(reach.wanted, swIfIndex);
    await context.together(`lengthen the table of ${name}`, async () => {
      reach.known = await makeBehind(context.vpp, kind, reach.wanted);
    });
  }
}

/** VPP gives a new tunnel a number that became free before one that is higher than all. Returns the highest that it gave. */
async function makeBehind(vpp: Vpp, { make, remove }: Kind, swIfIndex: number): Promise<number> {
  const made: number[] = [];
  let highest = 0;
  for (let more = 1; highest < swIfIndex; more = made.length) {
    made.push(...(await Promise.all(Array.from({ length: more }, (_, place) => make(vpp, made.length + place)))));
    highest = Math.max(...made);
  }
  await Promise.all(made.map((swIfIndex, count) => remove(vpp, count, swIfIndex)));
  return highest;
}
