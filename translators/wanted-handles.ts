import type { ObjectKind, TranslatorContext } from "../src/southbound/translator.js";

/** The objects of a kind that VPP holds and that are asked for, with their indexes: those about which a dump asks VPP one by one. */
export function* wantedHandles<Key>(
  { handles, wants }: Pick<TranslatorContext, "handles" | "wants">,
  kind: ObjectKind<Key>,
): Iterable<readonly [key: Key, handle: number]> {
  for (const [key, handle] of handles(kind)) if (wants(kind, key)) yield [key, handle];
}
