/** What a client of VPP that is not Sweetcomb counts there: whether something is doubled, missing, or left behind. */

import { connectVpp, type DumpMessage, type VppClient } from "vpp-binapi-ts";
import {
  FibSourceDump,
  IpAddressDump,
  IpMrouteDump,
  IpRouteV2Dump,
  IpTableDump,
  SwInterfaceDump,
} from "vpp-binapi-ts/api";
import { translators } from "../../translators/index.js";

/** How many details each dump gives, by its name. */
export type Counts = Readonly<Record<string, number>>;

type AnyDump = DumpMessage<object, object>;

/** What VPP keeps of kinds that it cannot delete: interfaces of LISP, NSH, L2TPv3 and pipes, those that withhold numbers, tables of LISP. */
const KEPT = /lisp|^nsh_|^l2tpv3|^pipe|^local0\./;

/** Dumps that show what is kept, and one of which VPP dies when there are no source deny lists. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "ip_table_dump",
  "ip_mtable_dump",
  "fib_source_dump",
  "pipe_dump",
  "sw_if_l2tpv3_tunnel_dump",
  "acl_interface_list_dump",
  "dslite_address_dump",
  "session_sdl_v3_dump",
]);

/** The fields with which a dump asks for all that there is, and what they are then. VPP dies of some other numbers. */
const ALL: Readonly<Record<string, unknown>> = {
  swIfIndex: 0xffffffff,
  bdId: 0xffffffff,
  aclIndex: 0xffffffff,
  policerIndex: 0xffffffff,
  peerIndex: 0xffffffff,
  entryIndex: 0xffffffff,
  mapIndex: 0xffffffff,
  saId: 0xffffffff,
  af: 0,
  proto: 255,
  isL2: true,
  showPrivateKey: false,
};

/** Connects, counts and leaves. Of routes it counts Sweetcomb's own: VPP keeps some of lb, LISP and DS-Lite. */
export async function countedIn(socketPath: string): Promise<Counts> {
  const vpp = await connectVpp({ socketPath, name: "judge" });
  try {
    return await counted(vpp);
  } finally {
    vpp.close();
  }
}

async function counted(vpp: VppClient): Promise<Counts> {
  const interfaces = await listed(vpp, SwInterfaceDump, ({ interfaceName }) => !KEPT.test(interfaceName));
  const tables = await listed(vpp, IpTableDump, ({ table }) => !KEPT.test(table.name));
  const sources = await listed(vpp, FibSourceDump, ({ src }) => src.name.startsWith("sweetcomb-"));
  const counts: Record<string, number> = { sw_interface_dump: interfaces.length, ip_table_dump: tables.length };
  const add = async <Request, Details>(dump: DumpMessage<Request, Details>, fields: object) => {
    for await (const _ of vpp.dump(dump as AnyDump, fields)) counts[dump.name] = (counts[dump.name] ?? 0) + 1;
  };
  for (const { table } of tables) {
    for (const { src } of sources) await add(IpRouteV2Dump, { src: src.id, table });
    await add(IpMrouteDump, { table });
  }
  for (const { swIfIndex } of interfaces)
    for (const isIpv6 of [false, true]) await add(IpAddressDump, { swIfIndex, isIpv6 });
  for (const dump of dumps()) if (vpp.supports(dump)) await add(dump, everything(dump));
  return counts;
}

async function listed<Request, Details>(
  vpp: VppClient,
  dump: DumpMessage<Request, Details>,
  counts: (details: Details) => boolean,
): Promise<readonly Details[]> {
  const all: Details[] = [];
  for await (const details of vpp.dump(dump)) if (counts(details)) all.push(details);
  return all;
}

/** Those of all translators that ask for nothing in particular. */
function dumps(): readonly AnyDump[] {
  const all = translators.flatMap(({ messages }) => messages).filter(isDump);
  const counted = new Set(["sw_interface_dump", "ip_address_dump", ...LEFT_OUT]);
  return [...new Set(all)].filter((dump) => !counted.has(dump.name) && fieldsOf(dump).every((name) => name in ALL));
}

function isDump(message: { readonly kind: string }): message is AnyDump {
  return message.kind === "dump";
}

function fieldsOf({ body }: AnyDump): readonly string[] {
  return body.fields.map(([name]) => name);
}

function everything(dump: AnyDump): object {
  return Object.fromEntries(fieldsOf(dump).map((name) => [name, ALL[name]]));
}
