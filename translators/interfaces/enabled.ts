import { IfStatusFlags, SwInterfaceDump, SwInterfaceSetFlags } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { aclAttachments } from "../acl/kinds.js";
import { goneIsFine, hasCode } from "../vpp-answers.js";
import {
  type InterfaceKey,
  interfaceDetails,
  interfaceKeys,
  interfacePath,
  interfaces,
  type ListedInterface,
  listInterfaces,
} from "./interface.js";

interface Value {
  readonly enabled: boolean;
  readonly "sweetcomb-sub-interfaces:sub-interface"?: { readonly parent?: string };
  readonly "sweetcomb-sub-interfaces:pipe-end"?: { readonly pipe?: string };
}

/** Whether each interface is up, for what has to be done before or after that. */
export const enabledInterfaces = defineKind<InterfaceKey>("interface-enabled", ["name"]);

/**
 * Whether an interface is up. A new interface of VPP is down, one of RFC 8343 is up. VPP refuses to take a part of an
 * interface (a sub-interface, an end of a pipe) up while the whole is down; it then comes up with the whole.
 */
export const interfaceEnabled = defineTranslator<InterfaceKey, Value>({
  name: enabledInterfaces.name,
  kind: enabledInterfaces,
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["enabled", "sweetcomb-sub-interfaces:sub-interface/parent", "sweetcomb-sub-interfaces:pipe-end/pipe"],
  when: ({ enabled }) => enabled !== undefined,
  messages: [SwInterfaceSetFlags, SwInterfaceDump],
  partOf: ({ key }) => interfaces.at(key),
  dependsOn({ value }) {
    const whole = wholeOf(value);
    return whole === undefined ? [] : [enabledInterfaces.at({ name: whole })];
  },
  // A new interface takes no packet before its lists look at them.
  after: ({ key: { name } }) => [aclAttachments.at({ interface: name })],
  create: (context, { key, value }) => setEnabled(context, key, value.enabled),
  // The parts of an interface go down before it, and come up after it.
  update: "recreate",
  async delete(context, { key, value }) {
    if (value.enabled) await goneIsFine(setEnabled(context, key, false));
  },
  async *dump(context) {
    const listed = await listInterfaces(context);
    for (const found of listed.values()) {
      const { name } = found;
      const waits =
        context.configured<Value>(enabledInterfaces.at({ name }))?.enabled === true && isHeldDown(found, listed);
      yield { key: { name }, value: { enabled: isUp(found) || waits } };
    }
  },
  matches: (configured, dumped) => configured.enabled === dumped.enabled,
});

/** Name of the interface that this one is a part of. */
function wholeOf(value: Value): string | undefined {
  return value["sweetcomb-sub-interfaces:sub-interface"]?.parent ?? value["sweetcomb-sub-interfaces:pipe-end"]?.pipe;
}

async function setEnabled(context: TranslatorContext, key: InterfaceKey, isEnabled: boolean): Promise<void> {
  const swIfIndex = context.handleOf(interfaces.at(key));
  const flags = isEnabled ? IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP : undefined;
  try {
    await context.vpp.call(SwInterfaceSetFlags, { swIfIndex, flags });
  } catch (refusal) {
    // VPP has no code of its own for a part whose whole is down.
    if (!hasCode(refusal, "UNSPECIFIED") || !(await isWholeDown(context, swIfIndex))) throw refusal;
  }
}

async function isWholeDown(context: TranslatorContext, swIfIndex: number): Promise<boolean> {
  const supSwIfIndex = (await interfaceDetails(context, swIfIndex))?.supSwIfIndex ?? swIfIndex;
  if (supSwIfIndex === swIfIndex) return false;
  const whole = await interfaceDetails(context, supSwIfIndex);
  return whole !== undefined && (whole.flags & IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP) === 0;
}

/** It is a part of an interface that is down. */
function isHeldDown({ details }: ListedInterface, listed: ReadonlyMap<number, ListedInterface>): boolean {
  const whole = listed.get(details.supSwIfIndex);
  return whole !== undefined && details.supSwIfIndex !== details.swIfIndex && !isUp(whole);
}

function isUp({ details }: ListedInterface): boolean {
  return (details.flags & IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP) !== 0;
}
