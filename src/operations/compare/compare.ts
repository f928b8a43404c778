/** compare of RFC 9144: two datastores, and the YANG Patch that leads from the one to the other. */

import { ManagementError } from "../../errors/management-error.js";
import { collect } from "../collect.js";
import { getData } from "../get.js";
import type { RpcCall, RpcHandler } from "../invoke.js";
import { type Answer, DATASTORES, type DatastoreName, type Operation } from "../operation.js";
import { askedMechanisms } from "../txid/asked-mechanisms.js";
import { differences } from "./differences.js";
import type { DataEdit } from "./list-entries.js";
import { mostRecent } from "./most-recent.js";

/**
 * Reads both datastores as the client may read them and tells how they differ. Defaults are compared, too, for operational has
 * them as values. The cost follows what the filter selects in both.
 */
export function compareDatastores(): RpcHandler {
  return async (call) => {
    const { context, input, select } = call;
    const [source, target] = [datastoreOf(input.source), datastoreOf(input.target)];
    const includesState = "all" in input || (source === "operational" && target === "operational");
    const read = (datastore: DatastoreName) =>
      getData(context, call.session, {
        kind: "get-data",
        datastore,
        format: "json",
        config: includesState ? undefined : true,
        withOrigin: datastore === "operational" && "report-origin" in input,
        withDefaults: "report-all",
        select: xpathOf(input) ?? select,
      } satisfies Operation);
    const asked = askedMechanisms(input, "ietf-netconf-txid-nmda-compare") ?? [];
    const { usesPrivateCandidate = false } = call.session;
    const txidsOf = await mostRecent(context.datastores, [source, target], asked, usesPrivateCandidate);
    const [before, after] = [await documentOf(await read(source)), await documentOf(await read(target))];
    if (before === undefined && after === undefined) return { "no-matches": [null] };
    const edits = [...differences(before ?? {}, after ?? {}, context.schema)];
    return {
      differences: {
        "yang-patch": {
          "patch-id": `${source} to ${target}`,
          edit: edits.map((edit, index) => ({ ...editOf(edit, index), ...txidsOf(edit) })),
        },
      },
    };
  };
}

/** The leaf has module names for prefixes already. */
function xpathOf(input: RpcCall["input"]): readonly string[] | undefined {
  const xpath = input["xpath-filter"];
  return typeof xpath === "string" ? [xpath] : undefined;
}

function datastoreOf(identity: unknown): DatastoreName {
  const name = String(identity).replace(/^[\w-]+:/, "");
  const datastore = DATASTORES.find((known) => known === name);
  if (datastore !== undefined) return datastore;
  throw new ManagementError("invalid-value", { message: `There is no datastore ${identity} here to compare` });
}

async function documentOf(answer: Answer): Promise<Record<string, unknown> | undefined> {
  if (answer.kind === "data" && answer.empty) return undefined;
  return JSON.parse(Buffer.from(await collect(answer)).toString());
}

function editOf({ sourceValue, ...edit }: DataEdit, index: number) {
  return { "edit-id": String(index + 1), ...edit, ...(sourceValue !== undefined && { "source-value": sourceValue }) };
}
