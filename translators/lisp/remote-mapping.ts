import { OneAddDelRemoteMapping } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { address } from "../ip/addresses.js";
import { refuseOwnEnds } from "../ip/own-tunnel-ends.js";
import { tunnelEndMarks } from "../ip/tunnel-ends.js";
import { type Action, actionNumber, formatAction } from "./action.js";
import { type EidKey, eid } from "./eid.js";
import { eidTableDependency } from "./eid-table.js";
import { findMapping, listRemoteMappings, messagesOfMappings, type Rloc, STATIC_TTL } from "./mappings.js";
import { lispPath, lispPlane } from "./plane.js";
import { endsOfSender, remoteMappings } from "./remote-ends.js";
import { addUnlessSameAddress } from "./same-address.js";

interface Value {
  readonly action?: Action;
  readonly rloc?: readonly Rloc[];
}

/**
 * Endpoints elsewhere. VPP takes other locators in place, and does not tell its forwarding, so that the mapping is made anew with
 * its adjacency.
 */
export const remoteMapping = defineTranslator<EidKey, Value>({
  name: remoteMappings.name,
  kind: remoteMappings,
  path: `${lispPath}/remote-mapping`,
  keys: { vni: "remote-mapping/vni", eid: "remote-mapping/eid" },
  leafs: ["action", "rloc"],
  when: () => true,
  messages: [OneAddDelRemoteMapping, ...messagesOfMappings],
  dependsOn: ({ key }) => [lispPlane.at({}), ...eidTableDependency(key)],
  marks: ({ value }) => endsOfSender(value).flatMap(tunnelEndMarks),
  validateTogether: ({ value }, objects) => refuseOwnEnds(endsOfSender(value), "rloc", objects),
  create: (context, entry) => addUnlessSameAddress(context, entry.key, () => addOrDelete(context, entry, true)),
  update: "recreate",
  async delete(context, entry) {
    // VPP takes the forwarding from the mapping around these endpoints when theirs is gone.
    const found = await findMapping(context, entry.key);
    if (found !== undefined && !found.details.isLocal) await addOrDelete(context, entry, false);
  },
  async *dump(context) {
    for (const { key, details, rlocs } of await listRemoteMappings(context)) {
      const { ttl, authoritative } = details;
      const value = { action: formatAction(details.action), rloc: rlocs };
      if (ttl === STATIC_TTL) yield { key, value };
      else yield { key, value, state: { ttl, authoritative: authoritative !== 0 }, origin: "ietf-origin:learned" };
    }
  },
  matches: (configured, dumped) => comparable(configured) === comparable(dumped),
});

async function addOrDelete({ vpp }: TranslatorContext, { key, value }: Entry<EidKey, Value>, isAdd: boolean) {
  await vpp.call(OneAddDelRemoteMapping, {
    isAdd,
    vni: Number(key.vni),
    action: actionNumber(value.action),
    deid: eid(key.eid),
    rlocs: (value.rloc ?? []).map((rloc) => ({
      ipAddress: address(rloc.address),
      priority: rloc.priority ?? 1,
      weight: rloc.weight ?? 1,
    })),
  });
}

/** The order of the locators says nothing. */
function comparable({ action = "no-action", rloc = [] }: Value): string {
  const rlocs = rloc.map(({ address, priority = 1, weight = 1 }) => JSON.stringify([address, priority, weight]));
  return JSON.stringify([action, rlocs.sort()]);
}
