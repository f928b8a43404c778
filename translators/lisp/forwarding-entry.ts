import {
  GpeAddDelFwdEntry,
  GpeFwdEntriesGet,
  type GpeFwdEntry,
  GpeFwdEntryPathDump,
  GpeFwdEntryVnisGet,
} from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { address, type Family, familyOf, formatAddress } from "../ip/addresses.js";
import { refuseOwnEnds } from "../ip/own-tunnel-ends.js";
import { tunnelEndMarks } from "../ip/tunnel-ends.js";
import { bridgeDomains } from "../l2/bridge-domain.js";
import { ipTables, tableDependency, tableIdOf, vrfOfTable } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";
import { type Action, actionNumber, formatAction } from "./action.js";
import { eid, formatEid, isAnyEid, kindOfEid } from "./eid.js";
import { lispPath, lispPlane } from "./plane.js";
import { endsOfSender, type ForwardingKey, forwardingEntries } from "./remote-ends.js";

type Key = ForwardingKey;

interface Value {
  readonly vrf?: string;
  readonly "bridge-domain"?: string;
  readonly action?: Action;
  readonly "locator-pair"?: readonly LocatorPair[];
}

interface LocatorPair {
  readonly local: string;
  readonly remote: string;
  readonly weight?: number;
}

/** An entry of the data plane. VPP shows those of the control plane, too, and changes none in place. */
export const forwardingEntry = defineTranslator<Key, Value>({
  name: forwardingEntries.name,
  kind: forwardingEntries,
  path: `${lispPath}/forwarding-entry`,
  keys: {
    vni: "forwarding-entry/vni",
    remote: "forwarding-entry/remote-eid",
    local: "forwarding-entry/local-eid",
  },
  leafs: ["vrf", "bridge-domain", "action", "locator-pair"],
  when: () => true,
  messages: [GpeAddDelFwdEntry, GpeFwdEntryVnisGet, GpeFwdEntriesGet, GpeFwdEntryPathDump],
  dependsOn({ key: { remote }, value }) {
    const domain = value["bridge-domain"];
    const table = domain === undefined ? tableDependency(familyOf(remote), value.vrf) : [];
    return [lispPlane.at({}), ...table, ...(domain === undefined ? [] : [bridgeDomains.at({ name: domain })])];
  },
  marks: ({ value }) => endsOfSender(value).flatMap(tunnelEndMarks),
  validateTogether: ({ value }, objects) => refuseOwnEnds(endsOfSender(value), "locator-pair", objects),
  create: (context, entry) => addOrDelete(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(addOrDelete(context, entry, false), "INVALID_VALUE"),
  reads: [ipTables.ipv4, ipTables.ipv6, bridgeDomains],
  async *dump(context) {
    const { vnis } = await context.vpp.call(GpeFwdEntryVnisGet);
    for (const vni of vnis) {
      const { entries } = await context.vpp.call(GpeFwdEntriesGet, { vni });
      for (const entry of entries) {
        const key = { vni: String(vni), remote: formatEid(entry.reid), local: formatEid(entry.leid) };
        const configured = context.configured<Value>(forwardingEntries.at(key));
        // VPP shows 0.0.0.0/0 for endpoints of the control plane that are no prefixes.
        if (isAnyEid(entry.reid) && configured === undefined) continue;
        const value = await shownValue(context, entry, configured);
        if (value !== undefined) yield { key, value };
      }
    }
  },
  matches: (configured, dumped) => comparable(configured) === comparable(dumped),
});

/** All local ends of the tunnels stand before all remote ones. VPP takes the weights of the local ones. */
async function addOrDelete(context: TranslatorContext, { key, value }: Entry<Key, Value>, isAdd: boolean) {
  const pairs = value["locator-pair"] ?? [];
  await context.vpp.call(GpeAddDelFwdEntry, {
    isAdd,
    rmtEid: eid(key.remote),
    lclEid: eid(key.local),
    vni: Number(key.vni),
    dpTable: tableOf(context, key, value),
    action: actionNumber(value.action),
    locs: [
      ...pairs.map(({ local, weight = 1 }) => ({ weight, addr: address(local) })),
      ...pairs.map(({ remote, weight = 1 }) => ({ weight, addr: address(remote) })),
    ],
  });
}

function tableOf(context: TranslatorContext, { remote }: Key, value: Value): number {
  const domain = value["bridge-domain"];
  if (domain !== undefined) return context.handleOf(bridgeDomains.at({ name: domain }));
  return tableIdOf(context, familyOf(remote), value.vrf);
}

/** undefined for an entry in a table or bridge domain that is not known. */
async function shownValue(
  context: TranslatorContext,
  { fwdEntryIndex, dpTable, reid, action }: GpeFwdEntry,
  configured: Value | undefined,
): Promise<Value | undefined> {
  const text = formatEid(reid);
  const place =
    kindOfEid(text) === "mac" ? domainOf(context, dpTable) : vrfOf(context, familyOf(text), dpTable, configured);
  if (place === undefined) return undefined;
  const pairs: LocatorPair[] = [];
  for await (const { lclLoc, rmtLoc } of context.vpp.dump(GpeFwdEntryPathDump, { fwdEntryIndex })) {
    pairs.push({ local: formatAddress(lclLoc.addr), remote: formatAddress(rmtLoc.addr), weight: lclLoc.weight });
  }
  // VPP keeps the action of entries without locators alone.
  const shownAction = pairs.length > 0 ? (configured?.action ?? "no-action") : formatAction(action);
  return { ...place, action: shownAction, "locator-pair": pairs };
}

function domainOf({ keyOf }: TranslatorContext, bdId: number): Value | undefined {
  const name = keyOf(bridgeDomains, bdId)?.name;
  return name === undefined ? undefined : { "bridge-domain": name };
}

/** The default VRF is shown by its name where it is configured so. */
function vrfOf(
  context: TranslatorContext,
  family: Family,
  table: number,
  configured: Value | undefined,
): Value | undefined {
  if (table === 0 && configured !== undefined && configured.vrf === undefined) return {};
  const vrf = vrfOfTable(context, family, table);
  return vrf === undefined ? undefined : { vrf };
}

/** The order of the locators says nothing. */
function comparable(value: Value): string {
  const pairs = (value["locator-pair"] ?? []).map(({ local, remote, weight = 1 }) => `${local} ${remote} ${weight}`);
  return JSON.stringify([value.vrf, value["bridge-domain"], value.action ?? "no-action", pairs.sort()]);
}
