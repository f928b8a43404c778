import { AbfPolicyAddDel, AbfPolicyDump } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type Refusal, type TranslatorContext } from "../../src/southbound/translator.js";
import { acls, ipAclIndex } from "../acl/kinds.js";
import { interfaces } from "../interfaces/interface.js";
import { ipTables } from "../routing/ip-table.js";
import { decodePath, encodePath } from "../routing/path.js";
import {
  listedPaths,
  type PathList,
  pathList,
  pathListDependencies,
  refuseDeadlyWays,
  refuseLabels,
  refusePaths,
  samePathLists,
} from "../routing/path-list.js";
import { refuseReceivedAgain } from "../routing/received-again.js";
import { udpEncapsulations } from "../routing/udp-encapsulations.js";
import { type AbfAttachmentKey, type AbfPolicy, type AbfPolicyKey, abfAttachments, abfPolicies } from "./kinds.js";

/**
 * A policy with all its paths. VPP appends paths to a policy that is there, crashes when one comes twice, and deletes a policy with
 * its last path: so it is always made with all of them and deleted with all of them, when nothing is attached to it.
 */
export const abfPolicy = defineTranslator<AbfPolicyKey, AbfPolicy>({
  name: abfPolicies.name,
  kind: abfPolicies,
  path: "/sweetcomb-abf:abf/policy",
  keys: { id: "policy/id" },
  leafs: ["acl", "next-hop"],
  messages: [AbfPolicyAddDel, AbfPolicyDump],
  validate: ({ value }) => refuseNextHops(value["next-hop"]),
  validateTogether({ key, value }, objects) {
    for (const attachment of objects.dependents<AbfAttachmentKey, unknown>(abfPolicies.at(key), abfAttachments)) {
      const refusal = refuseReceivedAgain(attachment.key.interface, "next-hop", objects);
      if (refusal !== undefined) return refusal;
    }
    return refuseDeadlyWays(value["next-hop"], "next-hop", objects);
  },
  dependsOn: ({ value }) => [acls.at({ name: value.acl }), ...pathListDependencies(value["next-hop"])],
  create: (context, entry) => addOrDelete(context, entry, true),
  update: "recreate",
  delete: (context, entry) => addOrDelete(context, entry, false),
  reads: [interfaces, ipTables.ipv4, ipTables.ipv6, udpEncapsulations, acls],
  async *dump(context) {
    for await (const { policy } of context.vpp.dump(AbfPolicyDump)) {
      const paths = policy.paths.map((path) => decodePath(context, path)).filter((path) => path !== undefined);
      const acl = context.keyOf(acls, policy.aclIndex)?.name;
      if (acl !== undefined)
        yield { key: { id: String(policy.policyId) }, value: { acl, "next-hop": pathList(paths) } };
    }
  },
  matches: (configured, dumped) =>
    configured.acl === dumped.acl && samePathLists(configured["next-hop"], dumped["next-hop"]),
});

async function addOrDelete(
  context: TranslatorContext,
  { key, value }: Entry<AbfPolicyKey, AbfPolicy>,
  isAdd: boolean,
): Promise<void> {
  const policy = {
    policyId: Number(key.id),
    aclIndex: ipAclIndex(context, value.acl, "acl"),
    paths: listedPaths(value["next-hop"]).map((path) => encodePath(context, path)),
  };
  await context.vpp.call(AbfPolicyAddDel, { isAdd, policy });
}

function refuseNextHops(list: PathList | undefined): Refusal | undefined {
  const paths = listedPaths(list);
  if (paths.some(({ via }) => via.kind === "ethernet" || via.kind === "label")) {
    return { leaf: "next-hop", message: "A policy forwards IP packets: not to a label or as Ethernet frames" };
  }
  return refuseLabels(paths, "next-hop") ?? refusePaths(paths, "next-hop");
}
