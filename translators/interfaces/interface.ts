/** What all kinds of interfaces share: their kind, their tag, and the list of those that VPP has. */

import { type SwInterfaceDetails, SwInterfaceDump, SwInterfaceTagAddDel } from "vpp-binapi-ts/api";
import { defineKind, type Refusal, type TranslatorContext } from "../../src/southbound/translator.js";
import { goneIsFine, saysGone } from "../vpp-answers.js";
import { parseTag, tagOf } from "./tag.js";

export type InterfaceKey = { readonly name: string };

/** Interfaces of every type, by the name that the configuration gives them. */
export const interfaces = defineKind<InterfaceKey>("interface", ["name"]);

export const interfacePath = "/ietf-interfaces:interfaces/interface";
export const interfaceKeys = { name: "interface/name" } as const;

/** Any sw_if_index, or none. */
export const NO_INTERFACE = 0xffff_ffff;

/** An interface as VPP lists it. */
export interface ListedInterface {
  readonly details: SwInterfaceDetails;
  /** Our name from the tag; VPP's own name where there is no tag of ours. */
  readonly name: string;
  readonly description: string | undefined;
  /** It carries our tag, so Sweetcomb made it. */
  readonly owned: boolean;
}

/** VPP's own interface, which is never up. Its sub-interfaces are nobody's: they hold numbers (withheld-numbers.ts). */
export const LOCAL0 = 0;

/** All interfaces of VPP by sw_if_index, asked for once in a run of dumps. */
export function listInterfaces(context: TranslatorContext): Promise<ReadonlyMap<number, ListedInterface>> {
  return context.oncePerRun("interfaces", async () => {
    const listed = new Map<number, ListedInterface>();
    for await (const details of context.vpp.dump(SwInterfaceDump, { swIfIndex: NO_INTERFACE })) {
      if (details.supSwIfIndex === LOCAL0 && details.swIfIndex !== LOCAL0) continue;
      const tag = parseTag(details.tag);
      const name = tag?.name ?? details.interfaceName;
      listed.set(details.swIfIndex, { details, name, description: tag?.description, owned: tag !== undefined });
    }
    return listed;
  });
}

/** One interface of VPP; undefined when it is gone. Index 0 (local0) cannot be asked for: to VPP it means all. */
export async function interfaceDetails(
  { vpp }: TranslatorContext,
  swIfIndex: number,
): Promise<SwInterfaceDetails | undefined> {
  for await (const details of vpp.dump(SwInterfaceDump, { swIfIndex })) {
    if (details.swIfIndex === swIfIndex) return details;
  }
  return undefined;
}

/**
 * Gives a new interface its tag, which says that it is ours and how it is called. An interface that cannot be tagged is
 * removed again. After a crash between the two messages the journal knows the interface, provided that it has the name that
 * VPP gives it.
 */
export async function tagged(
  { vpp }: TranslatorContext,
  { name }: InterfaceKey,
  swIfIndex: number,
  remove: () => Promise<unknown>,
): Promise<number> {
  try {
    await vpp.call(SwInterfaceTagAddDel, { isAdd: true, swIfIndex, tag: tagOf(name) });
    return swIfIndex;
  } catch (refusal) {
    await remove();
    throw refusal;
  }
}

/**
 * Waits for a removal. That the interface is gone already is success, but VPP may say so of a tunnel that it cannot find by
 * its ends any more, and still have the interface.
 */
export async function removed(
  context: TranslatorContext,
  { name }: InterfaceKey,
  swIfIndex: number,
  removal: Promise<unknown>,
): Promise<void> {
  try {
    await removal;
  } catch (refusal) {
    if (!saysGone(refusal)) throw refusal;
    const left = await interfaceDetails(context, swIfIndex);
    // Somebody else may have an interface with that index by now.
    if (left !== undefined && (left.tag === "" || parseTag(left.tag)?.name === name)) throw refusal;
  }
}

/**
 * Takes our tag off an interface while VPP removes it: one that VPP only hides would be taken for ours when somebody else
 * gets it. An interface that is not removed has its tag back.
 */
export async function untagged(
  { vpp }: TranslatorContext,
  { name }: InterfaceKey,
  swIfIndex: number,
  remove: () => Promise<unknown>,
): Promise<void> {
  await goneIsFine(vpp.call(SwInterfaceTagAddDel, { isAdd: false, swIfIndex }));
  try {
    await remove();
  } catch (refusal) {
    await vpp.call(SwInterfaceTagAddDel, { isAdd: true, swIfIndex, tag: tagOf(name) });
    throw refusal;
  }
}

/** Refuses a name that does not fit VPP's tag, or that is VPP's own. */
export function refuseName({ name }: InterfaceKey): Refusal | undefined {
  if (name === "local0") return { leaf: "name", message: "local0 is VPP's own interface and cannot be configured" };
  if (Buffer.byteLength(tagOf(name)) <= 63) return undefined;
  return { leaf: "name", message: `The interface name "${name}" is too long: VPP keeps at most 60 bytes of it` };
}
