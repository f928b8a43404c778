import {
  BdFlags,
  BridgeDomainAddDelV2,
  type BridgeDomainDetails,
  BridgeDomainDump,
  BridgeDomainSetLearnLimit,
  BridgeDomainSetMacAge,
  BridgeFlags,
} from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { parseTag, tagOf } from "../interfaces/tag.js";
import { goneIsFine } from "../vpp-answers.js";
import { type LearnedMac, learnedMacs } from "./mac-table.js";

export type BridgeDomainKey = { readonly name: string };

interface Value {
  readonly id: number;
  readonly flood?: boolean;
  readonly "unknown-unicast-flood"?: boolean;
  readonly forward?: boolean;
  readonly learn?: boolean;
  readonly "arp-termination"?: boolean;
  readonly "arp-unicast-forward"?: boolean;
  readonly "mac-age"?: number;
  readonly "learn-limit"?: number;
}

/** Bridge domains by name. The handle is the number by which VPP's messages name the domain. */
export const bridgeDomains = defineKind<BridgeDomainKey>("bridge-domain", ["name"]);
export const bridgeDomainPath = "/sweetcomb-l2:bridge-domains/bridge-domain";
const bridgeDomainKeys = { name: "bridge-domain/name" } as const;

/** VPP's own limit of learned addresses (L2LEARN_DEFAULT_LIMIT). */
const DEFAULT_LEARN_LIMIT = 16 * 1024 * 1024;

/** A bridge domain. Its flags and times change in place; its tag, which says whose it is, is set at creation only. */
export const bridgeDomain = defineTranslator<BridgeDomainKey, Value>({
  name: "bridge-domain",
  kind: bridgeDomains,
  path: bridgeDomainPath,
  keys: bridgeDomainKeys,
  leafs: [
    "id",
    "flood",
    "unknown-unicast-flood",
    "forward",
    "learn",
    "arp-termination",
    "arp-unicast-forward",
    "mac-age",
    "learn-limit",
  ],
  messages: [BridgeDomainAddDelV2, BridgeDomainDump, BridgeFlags, BridgeDomainSetMacAge],
  async create({ vpp }, { key, value }) {
    const { id: bdId } = value;
    await vpp.call(BridgeDomainAddDelV2, { isAdd: true, bdId, bdTag: tagOf(key.name), ...fieldsOf(value) });
    if (value["learn-limit"] !== undefined) {
      await vpp.call(BridgeDomainSetLearnLimit, { bdId, learnLimit: value["learn-limit"] });
    }
    return bdId;
  },
  canUpdate: (before, after) => before.id === after.id,
  async update(context, { value }, before) {
    const { id: bdId } = value;
    await setFlags(context, bdId, flagsOf(value) & ~flagsOf(before), true);
    await setFlags(context, bdId, flagsOf(before) & ~flagsOf(value), false);
    const macAge = value["mac-age"] ?? 0;
    if (macAge !== (before["mac-age"] ?? 0)) await context.vpp.call(BridgeDomainSetMacAge, { bdId, macAge });
    const learnLimit = value["learn-limit"] ?? DEFAULT_LEARN_LIMIT;
    if (learnLimit !== (before["learn-limit"] ?? DEFAULT_LEARN_LIMIT)) {
      await context.vpp.call(BridgeDomainSetLearnLimit, { bdId, learnLimit });
    }
  },
  async delete({ vpp }, { value }) {
    await goneIsFine(vpp.call(BridgeDomainAddDelV2, { isAdd: false, bdId: value.id }));
  },
  async *dump(context) {
    const learned = context.showsState ? await learnedMacs(context) : new Map<number, readonly LearnedMac[]>();
    for (const details of (await listBridgeDomains(context)).values()) {
      const { bdId, bdTag } = details;
      const name = parseTag(bdTag)?.name;
      const macs = learned.get(bdId) ?? [];
      yield {
        key: { name: name ?? (bdTag || `bd${bdId}`) },
        value: settingsOf(details),
        handle: bdId,
        state: macs.length === 0 ? {} : { "learned-mac": macs },
        owned: name !== undefined,
      };
    }
  },
  unreadable: ["learn-limit"],
  marksOwned: true,
});

/** All domains of VPP by number, asked for once in a run of dumps. */
export function listBridgeDomains(context: TranslatorContext): Promise<ReadonlyMap<number, BridgeDomainDetails>> {
  return context.oncePerRun("bridge-domains", async () => {
    const domains = new Map<number, BridgeDomainDetails>();
    for await (const details of context.vpp.dump(BridgeDomainDump, { bdId: ALL_DOMAINS, swIfIndex: NO_INTERFACE })) {
      domains.set(details.bdId, details);
    }
    return domains;
  });
}

const ALL_DOMAINS = 0xffff_ffff;

async function setFlags({ vpp }: TranslatorContext, bdId: number, flags: number, isSet: boolean): Promise<void> {
  if (flags !== 0) await vpp.call(BridgeFlags, { bdId, isSet, flags: flags as BdFlags });
}

function fieldsOf(value: Value) {
  return {
    flood: value.flood ?? true,
    uuFlood: value["unknown-unicast-flood"] ?? true,
    forward: value.forward ?? true,
    learn: value.learn ?? true,
    arpTerm: value["arp-termination"] ?? false,
    arpUfwd: value["arp-unicast-forward"] ?? false,
    macAge: value["mac-age"] ?? 0,
  };
}

function flagsOf(value: Value): number {
  const { flood, uuFlood, forward, learn, arpTerm, arpUfwd } = fieldsOf(value);
  return (
    (learn ? BdFlags.BRIDGE_API_FLAG_LEARN : 0) |
    (forward ? BdFlags.BRIDGE_API_FLAG_FWD : 0) |
    (flood ? BdFlags.BRIDGE_API_FLAG_FLOOD : 0) |
    (uuFlood ? BdFlags.BRIDGE_API_FLAG_UU_FLOOD : 0) |
    (arpTerm ? BdFlags.BRIDGE_API_FLAG_ARP_TERM : 0) |
    (arpUfwd ? BdFlags.BRIDGE_API_FLAG_ARP_UFWD : 0)
  );
}

function settingsOf(details: BridgeDomainDetails): Value {
  return {
    id: details.bdId,
    flood: details.flood,
    "unknown-unicast-flood": details.uuFlood,
    forward: details.forward,
    learn: details.learn,
    "arp-termination": details.arpTerm,
    "arp-unicast-forward": details.arpUfwd,
    "mac-age": details.macAge,
  };
}
