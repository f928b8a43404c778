import {
  AclInterfaceListDump,
  AclInterfaceSetAclList,
  MacipAclInterfaceAddDel,
  MacipAclInterfaceListDump,
} from "vpp-binapi-ts/api";
import {
  defineTranslator,
  NotSupportedByVpp,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import {
  type AttachmentKey,
  aclAttachments,
  acls,
  indexOf,
  ipAclIndex,
  macipHandle,
  namesOf,
  type Attached as Value,
} from "./kinds.js";

export const attachmentPath = "/ietf-access-control-list:acls/attachment-points/interface";
export const attachmentKeys = { interface: "interface/interface-id" } as const;

/**
 * The lists of an interface. VPP sets those for IP of both directions with one message, so they are one object. A list for
 * Ethernet is looked at before those; there can be one, for what comes in.
 */
export const aclAttachment = defineTranslator<AttachmentKey, Value>({
  name: aclAttachments.name,
  kind: aclAttachments,
  path: attachmentPath,
  keys: attachmentKeys,
  leafs: ["ingress", "egress"],
  when: (value) => namesOf(value.ingress).length + namesOf(value.egress).length > 0,
  messages: [AclInterfaceSetAclList, AclInterfaceListDump, MacipAclInterfaceAddDel, MacipAclInterfaceListDump],
  validate: ({ value }) => refuseMany(value),
  dependsOn: ({ key, value }) => [
    interfaces.at({ name: key.interface }),
    ...new Set([...namesOf(value.ingress), ...namesOf(value.egress)].map((name) => acls.at({ name }))),
  ],
  create: (context, { key, value }) => change(context, key, {}, value),
  update: (context, { key, value }, before) => change(context, key, before, value),
  delete: (context, { key, value }) => goneIsFine(change(context, key, value, {})),
  reads: [interfaces, acls],
  async *dump(context) {
    for (const [swIfIndex, { ingress, egress }] of await listAttachments(context)) {
      const name = context.keyOf(interfaces, swIfIndex)?.name;
      if (name === undefined) continue;
      const value = { ...direction("ingress", ingress, context), ...direction("egress", egress, context) };
      yield { key: { interface: name }, value };
    }
  },
});

interface Lists {
  /** Indexes of lists for IP. */
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly macip: number | undefined;
}

/** Makes VPP go from one set of lists to another; where the second message is refused, the first is taken back. */
async function change(context: TranslatorContext, { interface: name }: AttachmentKey, before: Value, after: Value) {
  const swIfIndex = context.handleOf(interfaces.at({ name }));
  const [had, wanted] = [listsOf(context, before), listsOf(context, after)];
  await setLists(context, swIfIndex, had, wanted);
  try {
    await setMacip(context, swIfIndex, had.macip, wanted.macip);
  } catch (refusal) {
    await setLists(context, swIfIndex, wanted, had);
    throw refusal;
  }
}

async function setLists({ vpp }: TranslatorContext, swIfIndex: number, had: Lists, wanted: Lists): Promise<void> {
  const acls = [...wanted.input, ...wanted.output];
  if (acls.length + had.input.length + had.output.length === 0) return;
  await vpp.call(AclInterfaceSetAclList, { swIfIndex, nInput: wanted.input.length, acls });
}

async function setMacip(
  { vpp }: TranslatorContext,
  swIfIndex: number,
  had: number | undefined,
  wanted: number | undefined,
): Promise<void> {
  if (had === wanted) return;
  // VPP takes the one that is there away by itself.
  if (wanted !== undefined) await vpp.call(MacipAclInterfaceAddDel, { isAdd: true, swIfIndex, aclIndex: wanted });
  else await goneIsFine(vpp.call(MacipAclInterfaceAddDel, { isAdd: false, swIfIndex, aclIndex: had! }));
}

/** Throws NotSupportedByVpp for a list for Ethernet where VPP can have none. */
function listsOf(context: TranslatorContext, { ingress, egress }: Value): Lists {
  const input: number[] = [];
  let macip: number | undefined;
  for (const [place, name] of namesOf(ingress).entries()) {
    const { index, isMacip } = indexOf(context, name);
    if (!isMacip) {
      input.push(index);
      continue;
    }
    if (place > 0) {
      const message = `VPP looks at one list for Ethernet, before all others: "${name}" has to be the first`;
      throw new NotSupportedByVpp(leafOf("ingress", name), message);
    }
    macip = index;
  }
  return { input, macip, output: namesOf(egress).map((name) => ipAclIndex(context, name, leafOf("egress", name))) };
}

function leafOf(direction: "ingress" | "egress", name: string): string {
  return `${direction}/acl-sets/acl-set[name='${name}']/name`;
}

/** The count in VPP's message is one octet, and what is above it is cut off. */
function refuseMany({ ingress, egress }: Value): Refusal | undefined {
  const count = namesOf(ingress).length + namesOf(egress).length;
  if (count <= 255) return undefined;
  return {
    leaf: "",
    message: `VPP takes 255 lists for an interface, in both directions together, and these are ${count}`,
  };
}

/** Handles of the attached lists by sw_if_index, of interfaces that have any. */
async function listAttachments({ vpp }: TranslatorContext) {
  const found = new Map<number, { ingress: readonly number[]; egress: readonly number[] }>();
  for await (const { swIfIndex, nInput, acls } of vpp.dump(AclInterfaceListDump, { swIfIndex: NO_INTERFACE })) {
    if (acls.length > 0) found.set(swIfIndex, { ingress: acls.slice(0, nInput), egress: acls.slice(nInput) });
  }
  for await (const { swIfIndex, acls } of vpp.dump(MacipAclInterfaceListDump, { swIfIndex: NO_INTERFACE })) {
    const { ingress = [], egress = [] } = found.get(swIfIndex) ?? {};
    found.set(swIfIndex, { ingress: [...acls.map(macipHandle), ...ingress], egress });
  }
  return found;
}

function direction(name: "ingress" | "egress", handles: readonly number[], context: TranslatorContext) {
  const sets = handles.map((handle) => context.keyOf(acls, handle)).filter((key) => key !== undefined);
  return sets.length === 0 ? {} : { [name]: { "acl-sets": { "acl-set": sets } } };
}
