/**
 * Translations whose backend is a port of a virtual address that leads back to them. VPP 26.06 translates the first packet for ever: it hears nobody any
 * more, or ends when its memory is used up.
 */

import type { ConfiguredObjects, Entry, Refusal } from "../../src/southbound/translator.js";
import { type End, endOf, leadsTo } from "../../src/vpp-limits/leads-to.js";
import { backendsOf, type Translation, type TranslationKey, translations } from "./translations.js";

/** The refusal of a translation whose packets come back to it by way of its backends. Costs those on the way. */
export function refuseWayBack(
  { key, value }: Entry<TranslationKey, Translation>,
  objects: ConfiguredObjects,
): Refusal | undefined {
  const { protocol } = key;
  const end = endOf(key.address, key.port);
  const wayFrom = (from: Translation) => backendsOf(from).map(({ address, port }) => ({ address, port: String(port) }));
  const next = ({ address, port }: End) => {
    const there = objects.configured<Translation>(translations.at({ address, protocol, port }));
    return there === undefined ? [] : wayFrom(there);
  };
  const back = wayFrom(value).find((first) => leadsTo(end, first, next));
  if (back === undefined) return undefined;
  const message = `The virtual address leads back to ${end}: VPP 26.06 would translate the first packet to it for ever`;
  return { leaf: `backend[address='${back.address}'][port='${back.port}']`, tag: "operation-not-supported", message };
}
