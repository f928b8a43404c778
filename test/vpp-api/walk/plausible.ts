/** Values that mean something to VPP, by what a field is called: of few, so that requests meet each other's objects. */

import type { IntegerName, TextFormat } from "../../../src/vpp-api/shapes.js";
import { pick, type Random } from "../../fuzz/mutate.js";

/** What a walk knows of the VPP that it walks on. */
export interface World {
  /** Interfaces by their sw_if_index. */
  readonly interfaces: ReadonlyMap<number, string>;
}

const NONE = 0xffff_ffff;
const EXTREMES: readonly number[] = [NONE, NONE - 1, 0x8000_0000, 0x7fff_ffff, 0xf_ffff, 65_535, 65_536, 255, 256];
const LABELS: readonly number[] = [0, 3, 16, 17, 18, 100, 0xf_ffff];
const LENGTHS: readonly number[] = [0, 1, 4, 8, 16, 24, 32, 64, 96, 128];
const NUMBERS: readonly number[] = [0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 6, 7, 8, 10, 16, 17, 50, 64, 100, 1000, 4789];

/** A number of the interfaces, tables, labels or of anything else, within what the type holds. */
export function plausibleNumber(name: string, base: IntegerName, world: World, random: Random): number {
  const bits = Math.min(32, Number(base.slice(1)));
  const most = base.startsWith("i") ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  return Math.min(most, random(40) === 0 ? pick(EXTREMES, random) : numberCalled(name, world, random));
}

function numberCalled(name: string, { interfaces }: World, random: Random): number {
  if (/if-index/.test(name)) return random(20) === 0 ? NONE : pick([...interfaces.keys()], random);
  if (/(table|vrf|fib)(-id|-index)?$/.test(name)) return random(4);
  if (/label/.test(name)) return pick(LABELS, random);
  if (/len(gth)?$/.test(name)) return pick(LENGTHS, random);
  if (/^(bd|bridge)-?id|-index$|^id$|-id$|^instance$|^vni$/.test(name)) return random(4);
  return pick(NUMBERS, random);
}

const WORDS: readonly string[] = ["", "a", "b", "c", "default", "x".repeat(15), "x".repeat(300)];

/** @param most bytes that the field holds; undefined where VPP counts */
export function plausibleWord(name: string, most: number | undefined, world: World, random: Random): string {
  const word =
    /interface|if-name/.test(name) && random(4) > 0
      ? pick([...world.interfaces.values()], random)
      : WORDS[random(random(4) === 0 ? WORDS.length : 4)]!;
  return word.slice(0, most);
}

const IP4: readonly string[] = [
  "0.0.0.0",
  "10.0.0.1",
  "10.0.0.2",
  "10.0.1.1",
  "192.0.2.1",
  "127.0.0.1",
  "224.0.0.1",
  "239.1.1.1",
  "255.255.255.255",
];
const IP6: readonly string[] = [
  "::",
  "2001:db8::1",
  "2001:db8::2",
  "2001:db8:1::1",
  "fe80::1",
  "ff02::1",
  "ff0e::1",
  "::1",
  "::ffff:10.0.0.1",
];
const IP4_LENGTHS: readonly number[] = [0, 8, 24, 24, 30, 32, 32, 32, 33];
const IP6_LENGTHS: readonly number[] = [0, 32, 64, 64, 96, 128, 128, 128, 129];
const MACS: readonly string[] = [
  "02:fe:00:00:00:01",
  "02:fe:00:00:00:02",
  "01:00:5e:00:00:01",
  "ff:ff:ff:ff:ff:ff",
  "00:00:00:00:00:00",
];

export function plausibleText(format: TextFormat, random: Random): string {
  switch (format) {
    case "mac":
      return pick(MACS, random);
    case "ip4":
      return pick(IP4, random);
    case "ip6":
      return pick(IP6, random);
    case "address":
      return pick(random(3) === 0 ? IP6 : IP4, random);
    case "ip4-prefix":
      return `${pick(IP4, random)}/${pick(IP4_LENGTHS, random)}`;
    case "ip6-prefix":
      return `${pick(IP6, random)}/${pick(IP6_LENGTHS, random)}`;
    case "prefix":
      return plausibleText(random(3) === 0 ? "ip6-prefix" : "ip4-prefix", random);
  }
}
