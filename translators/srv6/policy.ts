import {
  SrPoliciesV2Dump,
  SrPolicyAddV2,
  SrPolicyDel,
  SrPolicyModV2,
  SrPolicyOp,
  SrPolicyType,
} from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { formatIp6, ip6Bytes } from "../ip/addresses.js";
import { anyTunnel } from "../ip/tunnel-ends.js";
import { defaultVrf, ipTables, tableDependency, tableIdOf, vrfOfTable } from "../routing/ip-table.js";
import { refuseLoopWithout, refusePolicyLoop } from "../routing/tunnel-loops.js";
import { encapsulationSources } from "./encapsulation.js";
import { type PolicyKey, policies } from "./kinds.js";
import { refuseSteeredLoop, segmentMarks } from "./steered-loop.js";

interface Value {
  readonly vrf?: string;
  readonly type?: "load-balance" | "spray";
  readonly mode?: "encapsulate" | "insert";
  readonly "source-address"?: string;
  readonly "segment-list"?: readonly SegmentList[];
}

interface SegmentList {
  readonly index: number;
  readonly weight?: number;
  readonly segment?: readonly string[];
}

/** A policy with its segment lists. VPP crashes on a list without segments. */
export const policy = defineTranslator<PolicyKey, Value>({
  name: policies.name,
  kind: policies,
  path: "/sweetcomb-srv6:srv6/policy",
  keys: { bindingSid: "policy/binding-sid" },
  leafs: ["vrf", "type", "mode", "source-address", "segment-list"],
  messages: [SrPolicyAddV2, SrPolicyModV2, SrPolicyDel, SrPoliciesV2Dump],
  validate({ value }) {
    const lists = value["segment-list"] ?? [];
    if (lists.length > 0 && lists.every(({ segment = [] }) => segment.length > 0)) return undefined;
    return { leaf: "segment-list", message: "A policy needs a segment list, and each list a segment" };
  },
  marks: ({ value }) => [anyTunnel, ...segmentMarks(value)],
  validateTogether: ({ key }, objects) =>
    refusePolicyLoop(key.bindingSid, "segment-list", objects) ??
    refuseSteeredLoop(key.bindingSid, "segment-list", objects),
  validateRemoval: ({ key, value }, objects) =>
    refuseLoopWithout(`${key.bindingSid}/128`, value.vrf === defaultVrf ? undefined : value.vrf, objects),
  dependsOn({ value }) {
    const table = tableDependency("ipv6", value.vrf);
    const hasSource = value["source-address"] !== undefined || value.mode === "insert";
    return hasSource ? table : [...table, encapsulationSources.at({})];
  },
  create,
  update: "recreate",
  async delete({ vpp }, { key }) {
    await vpp.call(SrPolicyDel, { bsidAddr: ip6Bytes(key.bindingSid) });
  },
  reads: [ipTables.ipv6],
  async *dump(context) {
    for await (const details of context.vpp.dump(SrPoliciesV2Dump)) {
      const vrf = vrfOfTable(context, "ipv6", details.fibTable);
      if (vrf === undefined || details.type === SrPolicyType.SR_API_POLICY_TYPE_TEF) continue;
      const isSpray = details.type === SrPolicyType.SR_API_POLICY_TYPE_SPRAY;
      const value: Value = {
        vrf,
        type: isSpray ? "spray" : "load-balance",
        mode: details.isEncap ? "encapsulate" : "insert",
        "source-address": formatIp6(details.encapSrc),
        "segment-list": details.sidLists.map(({ weight, numSids, sids }, index) => ({
          index,
          weight,
          segment: sids.slice(0, numSids).map(formatIp6),
        })),
      };
      yield { key: { bindingSid: formatIp6(details.bsid) }, value };
    }
  },
  chosenByVpp: ["source-address"],
  matches: (configured, dumped) => comparable(configured) === comparable(dumped),
});

/** The first list comes with the policy, the others one by one: when VPP refuses one of them, the policy goes again. */
async function create(context: TranslatorContext, { key, value }: Entry<PolicyKey, Value>): Promise<void> {
  const bsidAddr = ip6Bytes(key.bindingSid);
  const fibTable = tableIdOf(context, "ipv6", value.vrf);
  const source = value["source-address"];
  const encapSrc = source === undefined ? undefined : ip6Bytes(source);
  const [first, ...others] = inOrder(value["segment-list"]).map(encodeList);
  const { SR_API_POLICY_TYPE_SPRAY, SR_API_POLICY_TYPE_DEFAULT } = SrPolicyType;
  const type = value.type === "spray" ? SR_API_POLICY_TYPE_SPRAY : SR_API_POLICY_TYPE_DEFAULT;
  const isEncap = value.mode !== "insert";
  await context.vpp.call(SrPolicyAddV2, { bsidAddr, fibTable, type, isEncap, encapSrc, sids: first });
  try {
    for (const sids of others) {
      const operation = SrPolicyOp.SR_POLICY_OP_API_ADD;
      await context.vpp.call(SrPolicyModV2, { bsidAddr, fibTable, operation, encapSrc, sids });
    }
  } catch (refusal) {
    await context.vpp.call(SrPolicyDel, { bsidAddr });
    throw refusal;
  }
}

function encodeList({ weight = 1, segment = [] }: SegmentList) {
  return { numSids: segment.length, weight, sids: segment.map(ip6Bytes) };
}

function inOrder(lists: readonly SegmentList[] = []): readonly SegmentList[] {
  return [...lists].sort((one, other) => one.index - other.index);
}

/** VPP keeps the order of the lists, and not their indexes. */
function comparable({ vrf = "default", type = "load-balance", mode = "encapsulate", ...value }: Value): string {
  const lists = inOrder(value["segment-list"]).map(({ weight = 1, segment = [] }) => [weight, segment]);
  return JSON.stringify([vrf, type, mode, value["source-address"], lists]);
}
