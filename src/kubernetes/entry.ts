/** Entries of the dynamic datastore, the units in which the controller writes. */

import type { Kind, ObjectKey } from "./objects.js";

const namespaced = ["namespace", "name"] as const;

/** The lists and containers that the controller writes, each with its parent and its keys; a container has none. */
export const LISTS = {
  service: {
    parent: "/sweetcomb-service-proxy:service-proxy",
    name: "sweetcomb-service-proxy:service",
    keys: namespaced,
  },
  "proxy-node": {
    parent: "/sweetcomb-service-proxy:service-proxy",
    name: "sweetcomb-service-proxy:node",
    keys: [],
  },
  "cluster-node": {
    parent: "/sweetcomb-service-proxy:service-proxy",
    name: "sweetcomb-service-proxy:cluster-node",
    keys: ["name"],
  },
  policy: {
    parent: "/sweetcomb-network-policy:network-policies",
    name: "sweetcomb-network-policy:policy",
    keys: namespaced,
  },
  "admin-policy": {
    parent: "/sweetcomb-network-policy:network-policies",
    name: "sweetcomb-network-policy:admin-policy",
    keys: ["tier", "name"],
  },
  "policy-pod": {
    parent: "/sweetcomb-network-policy:network-policies",
    name: "sweetcomb-network-policy:pod",
    keys: namespaced,
  },
  "policy-settings": {
    parent: "/sweetcomb-network-policy:network-policies",
    name: "sweetcomb-network-policy:settings",
    keys: [],
  },
  pod: { parent: "/sweetcomb-pod:pods", name: "sweetcomb-pod:pod", keys: namespaced },
} as const;

export type ListName = keyof typeof LISTS;

/** The object of the API that an entry speaks of. */
export interface ObjectReference {
  readonly kind: Kind;
  readonly key: ObjectKey;
}

export interface Entry {
  readonly list: ListName;
  /** RFC 7951 content; that of a list has its keys. */
  readonly value: EntryValue;
  readonly of: ObjectReference;
}

export interface EntryValue {
  readonly namespace?: string;
  readonly name?: string;
  readonly [member: string]: unknown;
}

/** What identifies an entry: its list and its keys. */
export type EntryId = string;

export function entryId(list: ListName, value: EntryValue): EntryId {
  return [list, ...LISTS[list].keys.map((key) => value[key])].join(" ");
}

/** A change of one entry; `entry` is null when it has gone. */
export interface EntryChange {
  readonly id: EntryId;
  readonly entry: Entry | null;
}

/** List and keys of an identity. */
export function partsOf(id: EntryId): { readonly list: ListName; readonly keys: readonly string[] } {
  const [list, ...keys] = id.split(" ");
  return { list: list as ListName, keys };
}

/** Instance path (RFC 7951 6.11). Names of the API have no quotes. */
export function instancePath(id: EntryId): string {
  const { list, keys } = partsOf(id);
  const { parent, name } = LISTS[list];
  const step = name.slice(name.indexOf(":") + 1);
  const predicates = LISTS[list].keys.map((key, index) => `[${key}='${keys[index]}']`);
  return `${parent}/${step}${predicates.join("")}`;
}

/** Path below a datastore of RESTCONF (RFC 8040 3.5.3). */
export function resourcePath(id: EntryId): string {
  const { list, keys } = partsOf(id);
  const { parent, name } = LISTS[list];
  const step = name.slice(name.indexOf(":") + 1);
  return `${parent}/${step}${keys.length === 0 ? "" : `=${keys.map(encodeURIComponent).join(",")}`}`;
}

/** The document that holds just this entry, below its parent. */
export function entryDocument({ list, value }: Entry): Readonly<Record<string, unknown>> {
  const { name, keys } = LISTS[list];
  return { [name]: keys.length > 0 ? [value] : value };
}
