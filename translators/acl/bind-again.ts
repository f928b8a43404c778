/**
 * Lists of an interface that comes into layer 2 once more. VPP 26.06 switches them off in layer 2 when it leaves that (`set_int_l2_mode` clears its
 * functions), still says that they are bound, and does nothing when it is told to bind what is bound.
 */

import {
  AclInterfaceListDump,
  AclInterfaceSetAclList,
  MacipAclInterfaceAddDel,
  MacipAclInterfaceListDump,
} from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import { aclAttachments } from "./kinds.js";

/**
 * Takes the lists that VPP has at an interface off, and binds them again in the same breath. To be called while the interface is not in layer 2, so that
 * it never is a port without its lists. Costs a question to VPP where lists are configured, and nothing where none are.
 */
export async function bindListsAgain(context: TranslatorContext, { name }: InterfaceKey): Promise<void> {
  const { vpp } = context;
  if (context.configured(aclAttachments.at({ interface: name })) === undefined) return;
  if (!vpp.supports(AclInterfaceListDump)) return;
  const swIfIndex = context.handleOf(interfaces.at({ name }));
  await Promise.all([bindIpAgain(context, swIfIndex), bindMacipAgain(context, swIfIndex)]);
}

async function bindIpAgain({ vpp }: TranslatorContext, swIfIndex: number): Promise<void> {
  for await (const { nInput, acls } of vpp.dump(AclInterfaceListDump, { swIfIndex })) {
    if (acls.length === 0) continue;
    const bind = () => vpp.call(AclInterfaceSetAclList, { swIfIndex, nInput, acls });
    // Both are under way at once: VPP takes them one right behind the other.
    const answers = await Promise.allSettled([
      vpp.call(AclInterfaceSetAclList, { swIfIndex, nInput: 0, acls: [] }),
      bind(),
    ]);
    for (const answer of answers) {
      if (answer.status === "fulfilled") continue;
      await bind();
      throw answer.reason;
    }
  }
}

/** VPP takes the one that is there away by itself. */
async function bindMacipAgain({ vpp }: TranslatorContext, swIfIndex: number): Promise<void> {
  for await (const { acls } of vpp.dump(MacipAclInterfaceListDump, { swIfIndex })) {
    for (const aclIndex of acls) await vpp.call(MacipAclInterfaceAddDel, { isAdd: true, swIfIndex, aclIndex });
  }
}
