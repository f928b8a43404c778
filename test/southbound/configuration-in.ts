import { memberNode } from "../../src/schema/member-node.js";
import type { SchemaNode, SchemaTree } from "../../src/schema/schema-tree.js";
import type { TestBed } from "../translators/test-bed.js";

type Json = Readonly<Record<string, unknown>>;

/** Configuration that VPP chooses anew for each interface that has none; a private key is that of WireGuard. */
const chosenAnew = new Set([
  "sweetcomb-interfaces:mac-address",
  "sweetcomb-interfaces:link-local-address",
  "host-mac-address",
  "private-key",
]);

/**
 * The configuration that VPP holds, for comparison: the read-back without state and without what VPP chooses anew each time,
 * entries of lists in a fixed order. Origins are told.
 */
export async function configurationIn({ southbound, schema }: TestBed): Promise<unknown> {
  return membersOf((await southbound.read({})) as Json, undefined, schema);
}

function membersOf(value: Json, parent: SchemaNode | undefined, schema: SchemaTree): Json {
  const kept: Record<string, unknown> = {};
  for (const [name, content] of Object.entries(value)) {
    if (name.startsWith("@")) kept[name] = content;
    const node = memberNode(name, parent, schema);
    if (node === undefined || !node.config || chosenAnew.has(name)) continue;
    if (node.kind === "container") {
      const members = membersOf(content as Json, node, schema);
      if (!hasStateAlone(content as Json, members)) kept[name] = members;
    } else if (node.kind === "list")
      kept[name] = sorted(
        (content as readonly Json[]).filter(isNotKept).map((entry) => membersOf(entry, node, schema)),
      );
    else kept[name] = content;
  }
  return kept;
}

/** What packets have brought about, such as sessions. */
function hasStateAlone(content: Json, members: Json): boolean {
  return Object.keys(content).length > 0 && Object.keys(members).length === 0;
}

const keptTypes = new Set([
  "sweetcomb-sub-interfaces:pipe",
  "sweetcomb-sub-interfaces:pipe-end",
  "sweetcomb-l2tpv3:l2tpv3",
]);

/** What VPP cannot delete stays there when it is removed, down and nobody's. */
function isNotKept(entry: Json): boolean {
  const origin = (entry["@"] as Json | undefined)?.["ietf-origin:origin"];
  return origin !== "ietf-origin:unknown" || entry.enabled !== false || !keptTypes.has(String(entry.type));
}

function sorted(entries: readonly Json[]): readonly Json[] {
  return entries
    .map((entry) => [JSON.stringify(entry), entry] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, entry]) => entry);
}
