import {
  FibPathNhProto,
  IpSessionRedirectAddV2,
  IpSessionRedirectDel,
  type IpSessionRedirectDetails,
  IpSessionRedirectDump,
} from "vpp-binapi-ts/api";
import {
  type ConfiguredObjects,
  defineTranslator,
  type Entry,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import { ipTables } from "../routing/ip-table.js";
import { decodePath, encodePath } from "../routing/path.js";
import {
  listedPaths,
  pathList,
  pathListDependencies,
  refuseDeadlyWays,
  refuseLabels,
  refuseOtherFamily,
  refusePaths,
  samePathLists,
} from "../routing/path-list.js";
import { refuseReceivedAgain } from "../routing/received-again.js";
import { udpEncapsulations } from "../routing/udp-encapsulations.js";
import { goneIsFine } from "../vpp-answers.js";
import { type Redirect, type RedirectKey, receivedTables, redirects } from "./kinds.js";
import { NONE } from "./next.js";
import { classifyTables, listTables, type TableValue } from "./table.js";

const VECTOR_BYTES = 16;

/** Packets with certain bytes that go to next hops of their own (plugin ip_session_redirect). It is a session of the table too. */
export const classifyRedirect = defineTranslator<RedirectKey, Redirect>({
  name: redirects.name,
  kind: redirects,
  path: "/sweetcomb-classify:classify/table/redirect",
  keys: { table: "table/name", match: "redirect/match" },
  leafs: ["address-family", "packets", "opaque", "next-hop"],
  messages: [IpSessionRedirectAddV2, IpSessionRedirectDel, IpSessionRedirectDump],
  validate({ value }) {
    const [paths, leaf] = [listedPaths(value["next-hop"]), "next-hop"];
    const mixed = refuseOtherFamily(paths, value["address-family"], leaf);
    return mixed ?? refuseLabels(paths, leaf) ?? refusePaths(paths, leaf);
  },
  validateTogether: (entry, objects) =>
    refuseUnseenBits(entry, objects) ??
    refuseDeadlyWays(entry.value["next-hop"], "next-hop", objects) ??
    refuseAgainByTable(entry.key, objects),
  dependsOn: ({ key, value }) => [classifyTables.at({ table: key.table }), ...pathListDependencies(value["next-hop"])],
  create: setRedirect,
  update: setRedirect,
  async delete(context, { key }) {
    const tableIndex = context.handleOf(classifyTables.at({ table: key.table }));
    // The table may be about to skip other bytes than those that the redirect was made with.
    for await (const { matchLength, match } of context.vpp.dump(IpSessionRedirectDump, { tableIndex })) {
      const whole = match.subarray(0, matchLength);
      if (!Buffer.from(whole).toString("hex").endsWith(key.match)) continue;
      await goneIsFine(context.vpp.call(IpSessionRedirectDel, { tableIndex, match: whole }));
    }
  },
  reads: [classifyTables, interfaces, ipTables.ipv4, ipTables.ipv6, udpEncapsulations],
  async *dump(context) {
    const tables = await listTables(context);
    let handle = 0;
    for await (const details of context.vpp.dump(IpSessionRedirectDump, { tableIndex: NONE })) {
      const table = context.keyOf(classifyTables, details.tableIndex)?.table;
      if (table === undefined) continue;
      const skipped = tables.get(details.tableIndex)?.skipNVectors ?? 0;
      const match = details.match.subarray(skipped * VECTOR_BYTES, details.matchLength);
      const key = { table, match: Buffer.from(match).toString("hex") };
      yield { key, value: shownValue(context, details), handle: handle++ };
    }
  },
  matches: (configured, dumped) =>
    configured["address-family"] === dumped["address-family"] &&
    (configured.packets ?? "received") === dumped.packets &&
    configured.opaque === dumped.opaque &&
    samePathLists(configured["next-hop"], dumped["next-hop"]),
});

const protocols = { ipv4: FibPathNhProto.FIB_API_PATH_NH_PROTO_IP4, ipv6: FibPathNhProto.FIB_API_PATH_NH_PROTO_IP6 };

/** VPP changes a redirect that is there. */
async function setRedirect(context: TranslatorContext, { key, value }: Entry<RedirectKey, Redirect>): Promise<void> {
  const at = classifyTables.at({ table: key.table });
  const { skip = 0 } = context.configured<TableValue>(at)!;
  const match = Buffer.concat([Buffer.alloc(skip * VECTOR_BYTES), Buffer.from(key.match, "hex")]);
  const rest = Buffer.alloc(MATCH_BYTES - match.length);
  await context.vpp.call(IpSessionRedirectAddV2, {
    tableIndex: context.handleOf(at),
    opaqueIndex: value.opaque ?? NONE,
    proto: protocols[value["address-family"]],
    isPunt: value.packets === "punted",
    matchLen: match.length,
    match: Buffer.concat([match, rest]),
    paths: listedPaths(value["next-hop"]).map((path) => encodePath(context, path)),
  });
}

/** What a message has room for: VPP reads nothing behind it. */
const MATCH_BYTES = 80;

function shownValue(context: TranslatorContext, details: IpSessionRedirectDetails): Redirect {
  const { isIp6, isPunt, opaqueIndex, paths } = details;
  const decoded = paths.map((path) => decodePath(context, path)).filter((path) => path !== undefined);
  return {
    "address-family": isIp6 ? "ipv6" : "ipv4",
    packets: isPunt ? "punted" : "received",
    ...(opaqueIndex !== NONE && { opaque: opaqueIndex }),
    "next-hop": pathList(decoded),
  };
}

/** VPP compares masked bytes, and shows these: other bits could not be found again. */
function refuseUnseenBits({ key }: Entry<RedirectKey, Redirect>, objects: ConfiguredObjects): Refusal | undefined {
  const table = objects.configured<TableValue>(classifyTables.at({ table: key.table }));
  if (table === undefined) return undefined;
  const mask = Buffer.from(table.mask, "hex");
  const isUnseen = Buffer.from(key.match, "hex").some((byte, index) => (byte & ~mask[index]! & 0xff) !== 0);
  if (isUnseen) return { leaf: "match", message: "Bits that the mask of the table leaves out have to be 0" };
  const length = (table.skip ?? 0) * VECTOR_BYTES + mask.length;
  if (length <= MATCH_BYTES) return undefined;
  return { leaf: "match", message: `VPP takes ${MATCH_BYTES} bytes at most, with those that are skipped` };
}

/** Refuses a redirect by which an interface with the table receives its packets again. */
function refuseAgainByTable({ table }: RedirectKey, objects: ConfiguredObjects): Refusal | undefined {
  for (const kind of Object.values(receivedTables)) {
    for (const { key } of objects.dependents<InterfaceKey, unknown>(classifyTables.at({ table }), kind)) {
      const refusal = refuseReceivedAgain(key.name, "next-hop", objects);
      if (refusal !== undefined) return refusal;
    }
  }
  return undefined;
}
