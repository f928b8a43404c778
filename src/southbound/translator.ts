/** What a translator is: one kind of VPP object, and the YANG instance that it comes from. See docs/writing-a-translator.md. */

import type { Message, VppCaller } from "vpp-binapi-ts";
import type { LinkChanges } from "./link-changes.js";
import type { InterfaceStatistics, StatReader, StatsReader } from "./statistics.js";

export type { DirectionCounters, InterfaceCounters } from "./statistics.js";

/** Values of the keys that tell objects of one kind apart, by name. */
export type ObjectKey = Readonly<Record<string, string>>;

/** Names one object. Two translators may make objects of one kind (an interface is a loopback, a tap ...). */
export interface ObjectRef {
  readonly kind: string;
  readonly key: ObjectKey;
  /** Kind and key values as one text: the name of the object in tables, plans and logs. */
  readonly id: string;
}

/** The part of a translator that others may depend on. */
export interface ObjectKind<Key> {
  readonly name: string;
  at(key: Key): ObjectRef;
}

export interface Entry<Key, Value> {
  readonly key: Key;
  readonly value: Value;
}

/** One object as VPP holds it. */
export interface DumpedEntry<Key, Value> extends Entry<Key, Value> {
  /** VPP's index of it, such as sw_if_index. */
  readonly handle?: number | undefined;
  /** Operational state (config false nodes) that is shown beside the value. */
  readonly state?: Readonly<Record<string, unknown>> | undefined;
  /** VPP itself says that Sweetcomb made it (a tag, a route source). Default: false. */
  readonly owned?: boolean | undefined;
  /** ietf-origin identity shown when it is not configured. Default: "ietf-origin:unknown". */
  readonly origin?: "ietf-origin:system" | "ietf-origin:learned" | "ietf-origin:unknown" | undefined;
}

/** Why an entry cannot be taken, found without asking VPP. */
export interface Refusal {
  /** Leaf below the entry that is at fault, as a member path ("tap/id"); "" for the entry itself. */
  readonly leaf: string;
  readonly message: string;
  /** Default: "invalid-value". */
  readonly tag?: "invalid-value" | "operation-not-supported" | undefined;
}

/** Something of which VPP has one only, in words that follow "the": "loopback instance 9". */
export interface Claim {
  readonly what: string;
  /** Leaf below the entry that asks for it, as a member path; "" for the entry itself. */
  readonly leaf: string;
}

/** An object that cannot be there beside another one, and what they contend for. */
export interface Rival extends Claim {
  readonly ref: ObjectRef;
}

/** All that is configured, as it is after a commit. */
export interface ConfiguredObjects {
  configured<Value>(ref: ObjectRef): Value | undefined;
  allConfigured<Key, Value>(kind: ObjectKind<Key>): Iterable<Entry<Key, Value>>;
  /** Those of a kind that name this object in `dependsOn`. */
  dependents<Key, Value>(ref: ObjectRef, kind: ObjectKind<Key>): Iterable<Entry<Key, Value>>;
  /** Those of a kind that have a mark. */
  marked<Key, Value>(mark: string, kind: ObjectKind<Key>): Iterable<Entry<Key, Value>>;
  /** What was configured before the commit. */
  readonly before: ConfiguredObjects;
  /** A value that is worked out once for all objects of the commit. */
  once<T>(name: string, work: () => T): T;
}

/** Returned by create when VPP does not have the device that the entry names: the object waits until it appears. */
export const absent = Symbol("absent");

export interface TranslatorContext {
  readonly vpp: VppCaller;
  /** FIB source with which Sweetcomb's routes are told from those of others. */
  readonly routeSource: number;
  /** VPP's index of an object; the planner has ordered things so that it exists. */
  handleOf(ref: ObjectRef): number;
  /** Every object of a kind that VPP holds, with its index. */
  handles<Key>(kind: ObjectKind<Key>): Iterable<readonly [key: Key, handle: number]>;
  /** Key of the object of a kind that has this index; undefined when nothing is known by it. */
  keyOf<Key>(kind: ObjectKind<Key>, handle: number): Key | undefined;
  /** Value of a configured object: a dump may need it to tell which of several things it sees. */
  configured<Value>(ref: ObjectRef): Value | undefined;
  /** All configured objects of a kind, for the same need. */
  allConfigured<Key, Value>(kind: ObjectKind<Key>): Iterable<Entry<Key, Value>>;
  /** A value asked for once per VPP process, such as its version. */
  once<T>(name: string, ask: () => Promise<T>): Promise<T>;
  /** The same for one run of dumps, such as the interface list that several dumps start from, or for the changes of one commit. */
  oncePerRun<T>(name: string, ask: () => Promise<T>): Promise<T>;
  /** Something done once for all who want it before it is done, such as objects that are made in the same moment. Then it is done anew. */
  together<T>(name: string, act: () => Promise<T>): Promise<T>;
  /** Whether an object is asked for. A dump may leave out others, and does not ask VPP about each of them. */
  wants<Key>(kind: ObjectKind<Key>, key: Key): boolean;
  /**
   * Values of a key, with which alone objects of a kind are asked for; undefined where it may be any. They are written as the reader
   * has it: not in the canonical form, and perhaps wrong.
   */
  asked<Key>(kind: ObjectKind<Key>, keyName: keyof Key & string): readonly string[] | undefined;
  /** A dump is for a reader, who sees its `state`; a comparison with the configuration does not look at it. */
  readonly showsState: boolean;
  /** Counters of the stats segment; undefined where it cannot be read. */
  counters(): Promise<InterfaceStatistics | undefined>;
  /** Other entries of the stats segment ("/acl/0/matches"), by name. */
  readonly readStats: StatsReader;
  /** One of them, for less. */
  readonly readStat: StatReader;
  /** When the links of interfaces last changed, as far as VPP told. */
  readonly linkChanges: LinkChanges;
}

export interface TranslatorDefinition<Key, Value> {
  /** Name in plans, errors and logs: "interface-ipv4-address". */
  readonly name: string;
  /** Kind of the objects. Default: a kind of its own with the translator's name. */
  readonly kind?: ObjectKind<Key> | undefined;
  /** Schema path of the list entry or container that is one unit of change. */
  readonly path: string;
  /** Where each key is found along the instance path, as list/leaf. */
  readonly keys: { readonly [K in keyof Key]: string };
  /** Members of the unit that make the value, as member paths ("ietf-ip:ipv4/mtu"). Default: the whole unit. */
  readonly leafs?: readonly string[] | undefined;
  /** Whether a unit with this value is such an object. Default: when any of `leafs` is there. */
  when?(value: Value, key: Key): boolean;
  /** The VPP messages without which the translator cannot work. */
  readonly messages: readonly Message<unknown>[];
  /** Messages for a part of what it can do: where VPP lacks them, `create` refuses that part by name. Default: none. */
  readonly partMessages?: readonly Message<unknown>[] | undefined;
  /** Refuses combinations that VPP would refuse, or take and get wrong. */
  validate?(entry: Entry<Key, Value>): Refusal | undefined;
  /** What no other object may claim: a commit that has a claim twice is refused before VPP hears of it. */
  claims?(entry: Entry<Key, Value>): readonly Claim[];
  /** The same for objects that are found by their keys. Those that are not configured do no harm. */
  rivals?(entry: Entry<Key, Value>, objects: ConfiguredObjects): Iterable<Rival>;
  /** By what `validateTogether` finds it where it would be too much to look at all of a kind, such as the block of an address. */
  marks?(entry: Entry<Key, Value>): readonly string[];
  /** As `validate`, for combinations with other objects, which may be of the same commit. */
  validateTogether?(entry: Entry<Key, Value>, objects: ConfiguredObjects): Refusal | undefined;
  /** The same for an object that goes or changes: `entry` is as it was, `objects` what is configured afterwards. */
  validateRemoval?(entry: Entry<Key, Value>, objects: ConfiguredObjects): Refusal | undefined;
  /** What alone may depend on such an object, by the names of translators, and why nothing else may. Default: anything may. */
  readonly carriesOnly?: { readonly translators: readonly string[]; readonly why: string } | undefined;
  /** Objects that must exist before this one. */
  dependsOn?(entry: Entry<Key, Value>): readonly ObjectRef[];
  /** Objects that are made before this one, and go after it, where the same plan does both. They need not be there. */
  after?(entry: Entry<Key, Value>): readonly ObjectRef[];
  /** Kinds all of whose objects are made before this one, and go after it, where the same plan does both. */
  readonly afterAll?: readonly ObjectKind<never>[] | undefined;
  /** The object with which VPP forgets this one: deleting both sends one message. */
  partOf?(entry: Entry<Key, Value>): ObjectRef;
  /** VPP keeps the object when it is deleted here (hardware), so its parts have to be deleted one by one. Default: false. */
  readonly keepsParts?: boolean | undefined;
  /** Bytes that VPP takes of its stats segment for the counters of one. Default: none worth counting. */
  readonly countersBytes?: number | undefined;
  /** Objects of this kind contend for no name, number or address in VPP: one can be made before another goes. Default: false. */
  readonly coexists?: boolean | undefined;
  /**
   * What goes does so after all that the plan makes and changes, unless something that it needs goes too. VPP knows such objects by their
   * settings alone: one that changes is another object to the planner, so that it is made before the old one goes. Default: false.
   */
  readonly goesLast?: boolean | undefined;
  /** Makes the object wholly or not at all. Returns VPP's index where there is one. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most objects have no index, and their create returns nothing
  create(context: TranslatorContext, entry: Entry<Key, Value>): Promise<number | typeof absent | void>;
  /** Changes the object in place, or says that it has to be made anew. */
  readonly update:
    | "recreate"
    | ((context: TranslatorContext, entry: Entry<Key, Value>, before: Value) => Promise<void>);
  /** Whether `update` can make this step; otherwise the object is made anew. Default: yes. */
  canUpdate?(before: Value, after: Value): boolean;
  /**
   * Whether what `create` waits for by `absent` is still there. Asked when something went down: an object for which it is not is taken
   * away, with those that depend on it, and waits. Default: it is.
   */
  isCarried?(context: TranslatorContext, entry: Entry<Key, Value>): Promise<boolean>;
  /** Deleting what is already gone succeeds, so that undo and resync may repeat it. */
  delete(context: TranslatorContext, entry: Entry<Key, Value>): Promise<void>;
  /** What VPP holds; "unreadable" where it cannot say, then what was applied counts, bound to the VPP process. */
  readonly dump: "unreadable" | ((context: TranslatorContext) => AsyncIterable<DumpedEntry<Key, Value>>);
  /** Kinds whose indexes `dump` needs: they are dumped before. */
  readonly reads?: readonly ObjectKind<never>[] | undefined;
  /** Member paths that the dump cannot give. */
  readonly unreadable?: readonly string[] | undefined;
  /** Member paths that VPP fills in when the configuration does not: compared only where the configuration has them. */
  readonly chosenByVpp?: readonly string[] | undefined;
  /** Whether VPP holds what is configured, `unreadable` and `chosenByVpp` left aside. Default: the values are equal. */
  matches?(configured: Value, dumped: Value): boolean;
  /** The dump says truthfully what Sweetcomb made, so nothing has to be journaled for it. Default: false. */
  readonly marksOwned?: boolean | undefined;
  /**
   * The dump names an object otherwise than the configuration while it is not marked. Whether one that VPP holds with the entry's settings
   * is that which a server made, or was about to delete, when it died: VPP has no second one with these settings, or none that is good for
   * anything, or `found` has a number that was chosen for the name. Default: never.
   */
  readonly isKnownByValue?: ((entry: Entry<Key, Value>, found: Value) => boolean) | undefined;
  /** VPP does not list an object behind one of another kind (a route behind the subnet of an interface) until that has gone. Default: false. */
  readonly mayBeHidden?: boolean | undefined;
}

/** Thrown by a translator before it sends anything: the connected VPP cannot do this, or does it wrong. */
export class NotSupportedByVpp extends Error {
  override readonly name = "NotSupportedByVpp";

  constructor(
    /** Leaf below the entry that asks for it, as a member path. */
    readonly leaf: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Thrown by a translator whose change takes several messages, of which VPP has refused one and then to take another back: it may hold a
 * part of the change.
 */
export class NotTakenBack extends Error {
  override readonly name = "NotTakenBack";

  constructor(
    /** Why the change failed. */
    readonly refusal: unknown,
    /** Why it could not be taken back. */
    override readonly cause: unknown,
  ) {
    super("A change that VPP has refused could not be taken back");
  }
}

/** A translator as the registry and the other translators see it. */
export interface Translator<Key, Value> extends TranslatorDefinition<Key, Value> {
  readonly kind: ObjectKind<Key>;
  at(key: Key): ObjectRef;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of translators holds keys and values of every type
export type AnyTranslator = Translator<any, any>;

/** A translator out of its definition. It is itself the kind of its objects unless the definition names another. */
export function defineTranslator<Key extends ObjectKey, Value>(
  definition: TranslatorDefinition<Key, Value>,
): Translator<Key, Value> {
  const kind = definition.kind ?? defineKind<Key>(definition.name, Object.keys(definition.keys));
  return { ...definition, kind, at: (key) => kind.at(key) };
}

/** A kind of objects. `keyNames` in the order in which they stand in ids. */
export function defineKind<Key extends ObjectKey>(
  name: string,
  keyNames: readonly (string & keyof Key)[],
): ObjectKind<Key> {
  return {
    name,
    at(key) {
      let id = name;
      for (const keyName of keyNames) id += `|${key[keyName]}`;
      return { kind: name, key, id };
    },
  };
}
