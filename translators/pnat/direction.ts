import { CliInband, PnatBindingAddV2, PnatBindingAttach, PnatBindingsGet, PnatFlowLookup } from "vpp-binapi-ts/api";
import {
  defineKind,
  defineTranslator,
  type Refusal,
  type Translator,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { allOrNone } from "../all-or-none.js";
import {
  type InterfaceKey,
  interfaceKeys,
  interfacePath,
  interfaces,
  listInterfaces,
} from "../interfaces/interface.js";
import {
  addTranslation,
  attachAgain,
  attachmentPoints,
  type Direction,
  isLookedAt,
  type Place,
  removeTranslation,
} from "./attached.js";
import { type ShownTranslation, shownTranslations } from "./shown.js";
import { matchText, type Translation } from "./wire.js";

const container = "sweetcomb-pnat:policy-nat";

interface Value {
  readonly [container]?: Partial<Readonly<Record<Direction, { readonly translation?: readonly Translation[] }>>>;
}

/** The translations of one direction of an interface: one object, since VPP looks packets up by the same fields for all of them. */
export function policyNat(direction: Direction): Translator<InterfaceKey, Value> {
  const name = `policy-nat-${direction}`;
  const kind = defineKind<InterfaceKey>(name, ["name"]);
  const listOf = (value: Value | undefined) => value?.[container]?.[direction]?.translation ?? [];
  const placeOf = ({ handleOf }: TranslatorContext, key: InterfaceKey): Place => ({
    swIfIndex: handleOf(interfaces.at(key)),
    attachment: attachmentPoints[direction],
  });
  return defineTranslator<InterfaceKey, Value>({
    name,
    kind,
    path: interfacePath,
    keys: interfaceKeys,
    leafs: [`${container}/${direction}`],
    when: (value) => listOf(value).length > 0,
    messages: [PnatBindingAddV2, PnatBindingAttach, PnatBindingsGet, PnatFlowLookup, CliInband],
    validate: ({ value }) => refuseTwice(direction, listOf(value)),
    dependsOn: ({ key }) => [interfaces.at(key)],
    create: (context, { key, value }) => change(context, placeOf(context, key), [], listOf(value)),
    update: (context, { key, value }, before) => change(context, placeOf(context, key), listOf(before), listOf(value)),
    delete: (context, { key, value }) => change(context, placeOf(context, key), listOf(value), []),
    async *dump(context) {
      const listed = await listInterfaces(context);
      for (const [swIfIndex, shown] of await shownTranslations(context, direction)) {
        const key = { name: listed.get(swIfIndex)?.name ?? "" };
        if (!listed.has(swIfIndex)) continue;
        const translation = named(shown, listOf(context.configured<Value>(kind.at(key))));
        yield { key, value: { [container]: { [direction]: { translation } } } };
      }
    },
  });
}

/** Removes what is not wanted any more, and adds what is new; all of it, or nothing. */
async function change(
  context: TranslatorContext,
  place: Place,
  before: readonly Translation[],
  after: readonly Translation[],
): Promise<void> {
  const wanted = new Set(after.map(textOf));
  const had = new Set(before.map(textOf));
  const removed = before.filter((each) => !wanted.has(textOf(each))).map((each) => ({ each, isAdd: false }));
  const added = after.filter((each) => !had.has(textOf(each))).map((each) => ({ each, isAdd: true }));
  const isIdle = before.length === 0 && !(await isLookedAt(context, place));
  const set = (each: Translation, isAdd: boolean) =>
    isAdd ? addTranslation(context, place, each, isIdle) : removeTranslation(context, place, each);
  await allOrNone(
    [...removed, ...added].map(({ each, isAdd }) => ({ do: () => set(each, isAdd), undo: () => set(each, !isAdd) })),
  );
  const kept = after.find((each) => had.has(textOf(each)));
  if (removed.length > 0 && added.length === 0 && kept !== undefined) await attachAgain(context, place, kept);
}

/** All of a translation but its name, which VPP does not know. */
function textOf({ match, rewrite }: Translation): string {
  const { "copy-byte": copied, "clear-byte": cleared = "*" } = rewrite;
  const bytes = copied === undefined ? "*" : `${copied["from-offset"]} ${copied["to-offset"]}`;
  return `${matchText(match)} > ${matchText(rewrite)} ${bytes} ${cleared}`;
}

/** With the names of the configured ones that match the same, in their order, and others after them. */
function named(shown: readonly ShownTranslation[], configured: readonly Translation[]): readonly Translation[] {
  const order = new Map(configured.map(({ name, match }, position) => [matchText(match), { name, position }]));
  return shown
    .map(({ index, match, rewrite }) => {
      const { name = `translation-${index}`, position = order.size + index } = order.get(matchText(match)) ?? {};
      return { position, translation: { name, match, rewrite } };
    })
    .sort((one, other) => one.position - other.position)
    .map(({ translation }) => translation);
}

function refuseTwice(direction: Direction, translations: readonly Translation[]): Refusal | undefined {
  const names = new Map<string, string>();
  for (const { name, match } of translations) {
    const other = names.get(matchText(match));
    const message = `The translations "${other}" and "${name}" match the same packets`;
    if (other !== undefined) return { leaf: `${container}/${direction}`, message };
    names.set(matchText(match), name);
  }
  return undefined;
}
