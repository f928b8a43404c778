/** A configuration with other names, numbers and addresses, so that it stands beside others of the same making. */

import type { Configuration } from "../translators/test-bed.js";

/** How far apart the numbers of two places are: more than one configuration uses. */
const NUMBERS = 20;

type Entry = Readonly<Record<string, unknown>>;

/**
 * The same configuration with all that has a name, tables, virtual networks, instances of NAT, bridge domains, and addresses (those
 * of documentation and 10.0.0.0/24) set apart.
 * @param place from 1 to 120, another one for each
 */
export function setApart(configuration: Configuration, place: number): Configuration {
  const names = new Map(namesIn(configuration).map((name) => [name, `${name}-${place}`]));
  for (const name of interfacesIn(configuration)) names.set(name, interfaceAt(name, place));
  const apart = (value: unknown, member: string, list: string): unknown => {
    if (typeof value === "string") return names.get(value) ?? addressesAt(value, place);
    if (typeof value === "number") return isOwn(value, member, list) ? value + place * NUMBERS : value;
    if (Array.isArray(value)) return value.map((entry) => apart(entry, member, list));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, apart(inner, name, member)]));
  };
  return apart(configuration, "", "") as Configuration;
}

function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== "object" || value === null) return [];
  const { name } = value as Entry;
  return [...(typeof name === "string" ? [name] : []), ...Object.values(value).flatMap(namesIn)];
}

function interfacesIn(configuration: Configuration): readonly string[] {
  const { interface: list = [] } = (configuration["ietf-interfaces:interfaces"] ?? {}) as { interface?: Entry[] };
  return list.map(({ name }) => String(name));
}

/** With another number where there is one, so that names by which VPP chooses instances stay such: loop7.100 becomes loop27.100. */
function interfaceAt(name: string, place: number): string {
  const [, stem = "", number, part = ""] = /^(.*?)(\d+)?(\.\d+)?$/.exec(name) ?? [];
  return number === undefined ? `${name} ${place}` : `${stem}${Number(number) + place * NUMBERS}${part}`;
}

/** What is at the start of an address, by what takes its place. The prefix of a 6RD domain, 10.0.0.0/8, stays. */
function addressesAt(text: string, place: number): string {
  return text
    .replace(/\b192\.0\.2\./g, `20.${place}.2.`)
    .replace(/\b198\.51\.100\./g, `20.${place}.100.`)
    .replace(/\b203\.0\.113\./g, `20.${place}.113.`)
    .replace(/\b10\.0\.0\.(?!0\/8)/g, `21.${place}.0.`)
    .replace(/\b2001:db8\b/g, `2001:a${place.toString(16).padStart(2, "0")}`);
}

/** Numbers of which one VPP has each once. Table 0 is everybody's. */
function isOwn(value: number, member: string, list: string): boolean {
  if (member === "table-id") return value !== 0;
  return member === "vni" || (member === "id" && (list === "instance" || list === "bridge-domain"));
}
