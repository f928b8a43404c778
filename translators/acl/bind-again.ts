/**
 * Lists of an interface that comes into layer 2 once more. VPP 26.06 switches them off in layer 2 when it leaves that (`set_int_l2_mode` clears its
 * functions), still says that they are bound, and does nothing when it is told to bind what is bound.
 */

import {
  type AclInterfaceListDetails,
  AclInterfaceListDump,
  AclInterfaceSetAclList,
  FeatureGsoEnableDisable,
  FeatureIsEnabled,
  MacipAclInterfaceAddDel,
  MacipAclInterfaceListDump,
} from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { interfaceGso } from "../interfaces/gso.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import { aclAttachments } from "./kinds.js";

const NO_LIST = 0xffff_ffff;

/**
 * Takes the lists that VPP has at an interface off, and binds them again in the same breath; so it does with segmentation of what goes out. To be called while the
 * interface is not in layer 2, so that it never is a port without its lists. Costs questions to VPP where either is configured, and nothing where none is.
 */
export async function bindListsAgain(context: TranslatorContext, { name }: InterfaceKey): Promise<void> {
  const swIfIndex = context.handleOf(interfaces.at({ name }));
  const isSegmenting = await isSegmented(context, name, swIfIndex);
  const hasLists = context.configured(aclAttachments.at({ interface: name })) !== undefined;
  if (!hasLists || !context.vpp.supports(AclInterfaceListDump))
    return bindIpAgain(context, swIfIndex, [], isSegmenting);
  const lists: AclInterfaceListDetails[] = [];
  for await (const found of context.vpp.dump(AclInterfaceListDump, { swIfIndex })) lists.push(found);
  await Promise.all([bindIpAgain(context, swIfIndex, lists, isSegmenting), bindMacipAgain(context, swIfIndex)]);
}

async function bindIpAgain(
  { vpp }: TranslatorContext,
  swIfIndex: number,
  lists: readonly AclInterfaceListDetails[],
  isSegmenting: boolean,
): Promise<void> {
  const bound = lists.filter(({ acls }) => acls.length > 0);
  const bind = ({ nInput, acls }: Pick<AclInterfaceListDetails, "nInput" | "acls">) =>
    vpp.call(AclInterfaceSetAclList, { swIfIndex, nInput, acls });
  const segment = (enableDisable: boolean) => vpp.call(FeatureGsoEnableDisable, { swIfIndex, enableDisable });
  // All are under way at once: VPP takes them one right behind the other.
  const answers = await Promise.allSettled([
    ...(isSegmenting ? [segment(false)] : []),
    ...bound.flatMap((list) => [bind({ nInput: 0, acls: [] }), bind(list)]),
    ...(isSegmenting ? [segment(true)] : []),
  ]);
  const refused = answers.find((answer) => answer.status === "rejected");
  if (refused === undefined) return;
  for (const list of bound) await bind(list);
  throw refused.reason;
}

/** Segmentation stands on the same arcs as the lists: while one of them is there, VPP does not switch the arcs on again for the other. */
async function isSegmented(context: TranslatorContext, name: string, swIfIndex: number): Promise<boolean> {
  if (context.configured(interfaceGso.at({ name })) === undefined) return false;
  const asked = { arcName: "ip4-output", featureName: "gso-ip4", swIfIndex };
  return (await context.vpp.call(FeatureIsEnabled, asked)).isEnabled;
}

/** VPP takes the one that is there away by itself, and shows the number of none where another interface ever had one. */
async function bindMacipAgain({ vpp }: TranslatorContext, swIfIndex: number): Promise<void> {
  for await (const { acls } of vpp.dump(MacipAclInterfaceListDump, { swIfIndex })) {
    for (const aclIndex of acls.filter((index) => index !== NO_LIST))
      await vpp.call(MacipAclInterfaceAddDel, { isAdd: true, swIfIndex, aclIndex });
  }
}
