/**
 * What an interface does in layer 2 when it comes there once more. VPP 26.06 switches its functions off when it leaves layer 2 (`set_int_l2_mode`), still says that they are
 * on, and for most of them does nothing when it is told to switch on what is on.
 */

import { SpanState, SwInterfaceSpanDump, SwInterfaceSpanEnableDisable } from "vpp-binapi-ts/api";
import {
  type AnyTranslator,
  NotTakenBack,
  type ObjectRef,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { bindListsAgain } from "../acl/bind-again.js";
import { aclAttachments } from "../acl/kinds.js";
import { layer2Tables } from "../classify/attachment.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import { interfaceMirrors } from "../interfaces/mirrors.js";
import { policerInput, policerOutput } from "../qos/policer-attachment.js";
import { qosRecord } from "../qos/record.js";
import { efpFilter } from "./efp-filter.js";

/** What stands at an interface before it is in layer 2: no frame passes before it is looked at. */
export function functionsBefore({ name }: InterfaceKey): readonly ObjectRef[] {
  return [
    aclAttachments.at({ interface: name }),
    ...functionsOf(name).map(({ translator, key }) => translator.at(key)),
  ];
}

/**
 * Switches all that is configured there off and on. To be called while the interface is not in layer 2, so that it never is a port without them. Costs messages for what
 * is configured at the interface, and nothing where nothing is.
 */
export async function setFunctionsAgain(context: TranslatorContext, { name }: InterfaceKey): Promise<void> {
  await allAtOnce([
    bindListsAgain(context, { name }),
    ...functionsOf(name).map(({ translator, key }) => setAgain(context, translator, key)),
    mirrorsAgain(context, name),
  ]);
}

function functionsOf(name: string): readonly { readonly translator: AnyTranslator; readonly key: ObjectRef["key"] }[] {
  const named = [...layer2Tables, policerInput, policerOutput, efpFilter] as readonly AnyTranslator[];
  // Of what is recorded of packets, this alone is done in layer 2, too.
  return [
    ...named.map((translator) => ({ translator, key: { name } })),
    { translator: qosRecord, key: { name, source: "ip" } },
  ];
}

async function setAgain(context: TranslatorContext, translator: AnyTranslator, key: ObjectRef["key"]): Promise<void> {
  const value = context.configured(translator.at(key));
  if (value === undefined) return;
  const set = { key, value };
  await offAndOn([{ off: () => translator.delete(context, set), on: () => translator.create(context, set) }]);
}

/** VPP counts the mirrors of an interface: all go before one comes. */
async function mirrorsAgain(context: TranslatorContext, name: string): Promise<void> {
  const mirrored = await context.oncePerRun("mirrored in layer 2", async () => mirroredInLayer2(context));
  if (!mirrored.has(name)) return;
  const swIfIndexFrom = context.handleOf(interfaces.at({ name }));
  const mirrors: Switch[] = [];
  for await (const { swIfIndexFrom: from, swIfIndexTo, state } of context.vpp.dump(SwInterfaceSpanDump, {
    isL2: true,
  })) {
    const set = (wanted: SpanState) => () =>
      context.vpp.call(SwInterfaceSpanEnableDisable, { swIfIndexFrom, swIfIndexTo, state: wanted, isL2: true });
    if (from === swIfIndexFrom) mirrors.push({ off: set(SpanState.SPAN_STATE_API_DISABLED), on: set(state) });
  }
  await offAndOn(mirrors);
}

/** The interfaces that have a mirror of layer 2. One that comes later is told to VPP then, and needs nothing. */
function mirroredInLayer2({ allConfigured }: TranslatorContext): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { key } of allConfigured(interfaceMirrors)) if (key.layer === "l2") found.add(key.interface);
  return found;
}

interface Switch {
  off(): Promise<unknown>;
  on(): Promise<unknown>;
}

/**
 * All are under way at once, and VPP takes them one right behind the other: what they do in layer 3, too, is off for no packet.
 * @throws the first refusal. What VPP refused to switch on is asked for once more before.
 */
async function offAndOn(switches: readonly Switch[]): Promise<void> {
  const offs = switches.map(({ off }) => off());
  const ons = switches.map(({ on }) => onOrOnceMore(on));
  await allAtOnce([...offs, ...ons]);
}

async function onOrOnceMore(on: Switch["on"]): Promise<void> {
  try {
    await on();
  } catch (refusal) {
    await on().catch((cause) => Promise.reject(new NotTakenBack(refusal, cause)));
    throw refusal;
  }
}

/** @throws the first refusal, when all have been answered */
async function allAtOnce(asked: readonly Promise<unknown>[]): Promise<void> {
  const refused = (await Promise.allSettled(asked)).find((answer) => answer.status === "rejected");
  if (refused !== undefined) throw refused.reason;
}
