import { createSealer } from "../../src/secrets/seal.js";
import { testSealingKey } from "../support/sealing-key.js";

const sealer = createSealer(testSealingKey);

/** An RFC 7951 document with its secrets in the clear: what is read back has them sealed, each for its place. */
export function revealed(value: unknown, place = ""): unknown {
  if (typeof value === "string") return sealer.unseal(place, value);
  if (Array.isArray(value)) return value.map((entry) => revealed(entry, place));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, revealed(member, `${place}/${name}`)]);
  return Object.fromEntries(members);
}
