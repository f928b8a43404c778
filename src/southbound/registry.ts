/** The translators, held against the schema at start and against VPP's message table at every connect. */

import type { Message } from "vpp-binapi-ts";
import type { SchemaTree } from "../schema/schema-tree.js";
import type { Sealer } from "../secrets/seal.js";
import { openSealer, type SecretMember } from "./secrets.js";
import type { AnyTranslator } from "./translator.js";

/** A translator with what is worked out once from its definition. */
export interface RegisteredTranslator {
  readonly translator: AnyTranslator;
  /** `leafs` cut into member names; undefined for the whole unit. */
  readonly leafs: readonly (readonly string[])[] | undefined;
  /** `unreadable` cut into member names. */
  readonly unreadable: readonly (readonly string[])[];
  /** `chosenByVpp` cut into member names. */
  readonly chosenByVpp: readonly (readonly string[])[];
  /** Members of the unit that are units of their own. */
  readonly nestedUnits: readonly (readonly string[])[];
  /** Leafs of the value that are marked as secret. */
  readonly secrets: readonly SecretMember[];
  /** Key names with the list and leaf at which their values stand. */
  readonly keySteps: readonly (readonly [name: string, list: string, leaf: string])[];
  /** The same by the schema path of the list. */
  readonly keysOfLists: readonly (readonly [list: string, keys: readonly ListKey[]])[];
}

export interface ListKey {
  readonly leaf: string;
  /** In keys of objects. */
  readonly name: string;
  /** Two values are the same only if they are written alike. */
  readonly verbatim: boolean;
}

export interface Registry {
  readonly sealer: Sealer;
  readonly objectPaths: readonly string[];
  /** In the order of the list. */
  readonly all: readonly RegisteredTranslator[];
  /** Translators of a unit; empty for a path that none has. */
  ofPath(schemaPath: string): readonly RegisteredTranslator[];
  byName(name: string): RegisteredTranslator;
  ofKind(kind: string): readonly RegisteredTranslator[];
}

/** Builds the registry. Throws one Error that lists all mistakes: unknown paths, leafs and keys, names used twice. */
export function createRegistry(
  translators: readonly AnyTranslator[],
  schema: SchemaTree,
  sealer: Sealer = openSealer,
): Registry {
  const gaps = [...repeatedNames(translators), ...translators.flatMap((translator) => schemaGaps(translator, schema))];
  if (gaps.length > 0) throw new Error(`The translators do not fit the schema:\n  ${gaps.join("\n  ")}`);

  const objectPaths = [...new Set(translators.map(({ path }) => path))];
  const secretPlaces = schema.nodes.filter(({ secret }) => secret).map(({ path }) => path);
  const all = translators.map((translator) => register(translator, schema, objectPaths, secretPlaces));
  const byName = new Map(all.map((registered) => [registered.translator.name, registered]));
  const byPath = groupBy(all, ({ translator }) => translator.path);
  const byKind = groupBy(all, ({ translator }) => translator.kind.name);
  return {
    sealer,
    objectPaths,
    all,
    ofPath: (schemaPath) => byPath.get(schemaPath) ?? [],
    ofKind: (kind) => byKind.get(kind) ?? [],
    byName(name) {
      const registered = byName.get(name);
      if (registered === undefined) throw new Error(`There is no translator "${name}"`);
      return registered;
    },
  };
}

/** What a VPP lacks: names of messages by name of the translator that cannot work without them. */
export type MissingMessages = ReadonlyMap<string, readonly string[]>;

/** Holds the translators against the message table of the VPP that has just been connected. */
export function missingMessages(registry: Registry, supports: (message: Message<unknown>) => boolean): MissingMessages {
  const missing = new Map<string, readonly string[]>();
  for (const { translator } of registry.all) {
    const names = translator.messages.filter((message) => !supports(message)).map((message) => message.name);
    if (names.length > 0) missing.set(translator.name, names);
  }
  return missing;
}

/** Names of messages that translators need for a part of what they can do, and that a VPP lacks. */
export function missingOfParts(registry: Registry, supports: (message: Message<unknown>) => boolean): string[] {
  const messages = registry.all.flatMap(({ translator: { partMessages = [] } }) => partMessages);
  return messages.filter((message: Message<unknown>) => !supports(message)).map(({ name }: Message<unknown>) => name);
}

function register(
  translator: AnyTranslator,
  schema: SchemaTree,
  objectPaths: readonly string[],
  secretPlaces: readonly string[],
): RegisteredTranslator {
  const below = `${translator.path}/`;
  const keySteps = Object.entries<string>(translator.keys).map(([name, step]) => {
    const [list = "", leaf = ""] = step.split("/");
    return [name, list, leaf] as const;
  });
  return {
    secrets: secretMembers(translator, objectPaths, secretPlaces),
    translator,
    leafs: translator.leafs?.map((leaf) => leaf.split("/")),
    unreadable: translator.unreadable?.map((member) => member.split("/")) ?? [],
    chosenByVpp: translator.chosenByVpp?.map((member) => member.split("/")) ?? [],
    nestedUnits: objectPaths
      .filter((path) => path.startsWith(below))
      .map((path) => path.slice(below.length).split("/")),
    keySteps,
    keysOfLists: keysOfLists(translator.path, keySteps, schema),
  };
}

function keysOfLists(
  path: string,
  keySteps: RegisteredTranslator["keySteps"],
  schema: SchemaTree,
): RegisteredTranslator["keysOfLists"] {
  const steps = path.split("/");
  const lists = groupBy(keySteps, ([, list]) => list);
  return Array.from(lists, ([list, keys]) => {
    const depth = steps.findIndex((step) => step.slice(step.indexOf(":") + 1) === list);
    const listPath = steps.slice(0, depth + 1).join("/");
    const isVerbatim = (leaf: string) => schema.byPath(`${listPath}/${leaf}`)?.verbatim ?? false;
    return [listPath, keys.map(([name, , leaf]) => ({ leaf, name, verbatim: isVerbatim(leaf) }))] as const;
  });
}

function secretMembers(
  { path, leafs }: AnyTranslator,
  objectPaths: readonly string[],
  secretPlaces: readonly string[],
): readonly SecretMember[] {
  const isIn = (place: string, members: readonly string[]) => members.some((member) => place.startsWith(`${member}/`));
  const mine = leafs?.map((leaf) => `${path}/${leaf}`) ?? [path];
  const nested = objectPaths.filter((other) => other.startsWith(`${path}/`));
  return secretPlaces
    .filter((place) => (mine.includes(place) || isIn(place, mine)) && !isIn(place, nested))
    .map((place) => ({ place, steps: place.slice(path.length + 1).split("/") }));
}

function repeatedNames(translators: readonly AnyTranslator[]): string[] {
  const names = translators.map(({ name }) => name);
  return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name}: the name is used twice`);
}

function schemaGaps({ name, path, leafs = [], keys }: AnyTranslator, schema: SchemaTree): string[] {
  if (schema.byPath(path) === undefined) return [`${name}: there is no schema node ${path}`];
  const gaps = leafs
    .filter((leaf) => schema.byPath(`${path}/${leaf}`) === undefined)
    .map((leaf) => `${name}: there is no schema node ${path}/${leaf}`);
  const listKeys = new Set(keysAlong(path, schema));
  for (const step of Object.values<string>(keys)) {
    if (!listKeys.has(step)) gaps.push(`${name}: ${step} is not a key along ${path}`);
  }
  return gaps;
}

function keysAlong(path: string, schema: SchemaTree): string[] {
  const keys: string[] = [];
  for (let node = schema.byPath(path); node !== undefined; node = node.parent) {
    const { name } = node;
    keys.push(...node.keys.map((key) => `${name}/${key}`));
  }
  return keys;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
