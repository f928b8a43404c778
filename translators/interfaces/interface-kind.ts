/** The shape that all kinds of interfaces which VPP makes on request have in common. */

import type { Message } from "vpp-binapi-ts";
import { SwInterfaceDump, SwInterfaceTagAddDel } from "vpp-binapi-ts/api";
import {
  type Claim,
  type ConfiguredObjects,
  defineTranslator,
  type Entry,
  type ObjectKind,
  type ObjectRef,
  type Refusal,
  type Translator,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { formatMac, isAllZero } from "../ip/addresses.js";
import {
  type InterfaceKey,
  interfaceKeys,
  interfacePath,
  interfaces,
  type ListedInterface,
  listInterfaces,
  refuseName,
  removed,
  tagged,
  untagged,
} from "./interface.js";
import { interfaceState } from "./interface-state.js";
import { refuseLossOfClients } from "./pppoe-clients.js";
import { numberBecameFree, withholdNumbers } from "./withheld-numbers.js";

/** What the values of all kinds have. */
export interface TypedValue {
  readonly type: string;
  /** Of kinds with `hasMac`. */
  readonly "sweetcomb-interfaces:mac-address"?: string;
}

/** 28 names and the counters behind them in VPP 26.06, as measured. */
const COUNTERS_BYTES = 7_000;

const macLeaf = "sweetcomb-interfaces:mac-address";

/** An interface of the kind as VPP's dump shows it. */
export interface DumpedInterface<Value> {
  readonly swIfIndex: number;
  /** Without what the shape itself fills in: type and MAC address. */
  readonly value: Omit<Value, keyof TypedValue>;
  /** Operational state of the kind, beside that of all interfaces. */
  readonly state?: Readonly<Record<string, unknown>> | undefined;
}

export interface InterfaceKindDefinition<Value extends TypedValue> {
  /** Name of the translator: "memif". */
  readonly name: string;
  /** Identity of the interface type: "sweetcomb-interfaces:memif". */
  readonly type: string;
  /** Members of the interface entry that belong to the kind, the type and the MAC address apart. */
  readonly leafs: readonly string[];
  /** The messages without which the kind cannot be made or shown, those common to all kinds apart. */
  readonly messages: readonly Message<unknown>[];
  /** As in TranslatorDefinition. */
  readonly partMessages?: readonly Message<unknown>[] | undefined;
  /** The MAC address is set when the interface is made, and VPP chooses one otherwise. An interface may do without. Default: false. */
  readonly hasMac?: boolean | undefined;
  /** Whether an interface in VPP's list is of this kind. */
  isOne(listed: ListedInterface): boolean;
  validate?(entry: Entry<InterfaceKey, Value>): Refusal | undefined;
  claims?(entry: Entry<InterfaceKey, Value>): readonly Claim[];
  marks?(entry: Entry<InterfaceKey, Value>): readonly string[];
  validateTogether?(entry: Entry<InterfaceKey, Value>, objects: ConfiguredObjects): Refusal | undefined;
  readonly carriesOnly?: Translator<InterfaceKey, Value>["carriesOnly"];
  dependsOn?(entry: Entry<InterfaceKey, Value>): readonly ObjectRef[];
  after?(entry: Entry<InterfaceKey, Value>): readonly ObjectRef[];
  /** Makes the interface and returns its sw_if_index. */
  create(context: TranslatorContext, entry: Entry<InterfaceKey, Value>): Promise<number>;
  /** The request sets the tag itself (`tagOf` of the name), so no message is sent for it. Default: false. */
  readonly tagsItself?: boolean | undefined;
  /** VPP hides a removed interface and takes it for the next one of the kind, with all that was set on it. Default: false. */
  readonly isReused?: boolean | undefined;
  /** As in TranslatorDefinition. */
  readonly isKnownByValue?: ((entry: Entry<InterfaceKey, Value>, found: Value) => boolean) | undefined;
  /** VPP keeps the interface when it is removed, so its settings have to be taken back one by one. Default: false. */
  readonly keepsParts?: boolean | undefined;
  /** Removes it again. */
  remove(context: TranslatorContext, swIfIndex: number, entry: Entry<InterfaceKey, Value>): Promise<unknown>;
  /** Default: every change makes the interface anew. */
  readonly update?: Translator<InterfaceKey, Value>["update"] | undefined;
  canUpdate?(before: Value, after: Value): boolean;
  /** Interfaces of the kind that VPP has, in any order. `listed` has all interfaces by sw_if_index. */
  dump(context: TranslatorContext, listed: ReadonlyMap<number, ListedInterface>): AsyncIterable<DumpedInterface<Value>>;
  readonly reads?: readonly ObjectKind<never>[] | undefined;
  readonly unreadable?: readonly string[] | undefined;
  readonly chosenByVpp?: readonly string[] | undefined;
  matches?(configured: Value, dumped: Value): boolean;
}

/** The translator of one kind of interface, with what tells its interfaces from those of other kinds. */
export interface InterfaceKind<Value> extends Translator<InterfaceKey, Value> {
  readonly interfaceType: string;
  isOne(listed: ListedInterface): boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of kinds holds values of every type
export type AnyInterfaceKind = InterfaceKind<any>;

/**
 * A translator for one kind of interface: its interfaces are entries of RFC 8343 with the kind's type, carry our tag, and are
 * shown with the operational state that all interfaces have.
 */
export function defineInterfaceKind<Value extends TypedValue>(
  definition: InterfaceKindDefinition<Value>,
): InterfaceKind<Value> {
  const {
    type,
    name,
    leafs,
    messages,
    isOne,
    claims,
    marks,
    validateTogether,
    dependsOn,
    after,
    update = "recreate",
    canUpdate,
    matches,
  } = definition;
  const { reads, unreadable, chosenByVpp = [], tagsItself = false, hasMac = false, isReused = false } = definition;
  const { keepsParts = isReused } = definition;
  const macLeafs = hasMac ? [macLeaf] : [];
  const translator = defineTranslator<InterfaceKey, Value>({
    name,
    kind: interfaces,
    path: interfacePath,
    keys: interfaceKeys,
    leafs: ["type", ...macLeafs, ...leafs],
    when: (value) => value.type === type,
    messages: [...messages, SwInterfaceDump, SwInterfaceTagAddDel],
    partMessages: definition.partMessages,
    validate: (entry) => refuseName(entry.key) ?? definition.validate?.(entry),
    // VPP keeps what it only hides, with its hardware address.
    ...(!isReused && {
      validateRemoval({ key, value }: Entry<InterfaceKey, Value>, objects: ConfiguredObjects) {
        const then = objects.configured<Value>(interfaces.at(key));
        const stays = then?.type === type && update !== "recreate" && (canUpdate?.(value, then) ?? true);
        return stays ? undefined : refuseLossOfClients(key, value, objects);
      },
    }),
    async create(context, entry) {
      await withholdNumbers(context);
      const swIfIndex = await definition.create(context, entry);
      if (tagsItself) return swIfIndex;
      return tagged(context, entry.key, swIfIndex, () => definition.remove(context, swIfIndex, entry));
    },
    update,
    async delete(context, entry) {
      const swIfIndex = context.handleOf(interfaces.at(entry.key));
      const remove = () => removed(context, entry.key, swIfIndex, definition.remove(context, swIfIndex, entry));
      await (isReused ? untagged(context, entry.key, swIfIndex, remove) : remove());
      await numberBecameFree(context);
    },
    async *dump(context) {
      const listed = await listInterfaces(context);
      for await (const { swIfIndex, value, state } of definition.dump(context, listed)) {
        const found = listed.get(swIfIndex);
        if (found === undefined) continue;
        yield {
          key: { name: found.name },
          // Type, MAC address and the kind's own members are what Value is made of.
          value: {
            ...value,
            type,
            ...(hasMac && !isAllZero(found.details.l2Address) && { [macLeaf]: formatMac(found.details.l2Address) }),
          } as unknown as Value,
          handle: swIfIndex,
          state: { ...(await interfaceState(context, found)), ...state },
          owned: found.owned,
        };
      }
    },
    ...(claims !== undefined && { claims }),
    ...(marks !== undefined && { marks }),
    ...(validateTogether !== undefined && { validateTogether }),
    ...(dependsOn !== undefined && { dependsOn }),
    ...(after !== undefined && { after }),
    ...(canUpdate !== undefined && { canUpdate }),
    ...(matches !== undefined && { matches }),
    reads,
    unreadable,
    keepsParts,
    countersBytes: COUNTERS_BYTES,
    carriesOnly: definition.carriesOnly,
    // One message makes it and tags it, so a crash leaves none without a tag.
    marksOwned: tagsItself,
    isKnownByValue: definition.isKnownByValue,
    chosenByVpp: [...macLeafs, ...chosenByVpp],
  });
  return { ...translator, interfaceType: type, isOne };
}
