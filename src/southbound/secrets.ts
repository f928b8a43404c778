/**
 * Secrets of objects. Configuration, journal, tables and what is read back hold them sealed; translators get and give them in
 * the clear. So they are opened just before a translator is called, and sealed as soon as a dump gives them: the same secret
 * has one sealed text, which makes the two comparable.
 */

import { ManagementError } from "../errors/management-error.js";
import { SealError, type Sealer } from "../secrets/seal.js";
import { isObject, type JsonObject } from "./member-path.js";
import type { ObjectEntry } from "./object-entry.js";
import type { RegisteredTranslator, Registry } from "./registry.js";

/** A secret leaf of a translator's value. */
export interface SecretMember {
  /** Member names from the unit down to the leaf. */
  readonly steps: readonly string[];
  /** Schema path of the leaf. */
  readonly place: string;
}

/** The entry with its secrets in the clear. Throws ManagementError for one that cannot be opened. */
export function clearEntry(registry: Registry, entry: ObjectEntry): ObjectEntry {
  const { secrets } = registry.byName(entry.translator);
  const open = ({ place, steps }: SecretMember, text: string) => {
    try {
      return registry.sealer.unseal(place, text);
    } catch (failure) {
      if (!(failure instanceof SealError)) throw failure;
      const path = `${entry.path}/${steps.join("/")}`;
      throw new ManagementError("operation-failed", { path, message: failure.message });
    }
  };
  return secrets.length === 0 ? entry : { ...entry, value: withSecrets(entry.value, secrets, open) };
}

/** A dumped value with its secrets sealed. */
export function sealedValue(registry: Registry, { secrets }: RegisteredTranslator, value: unknown): unknown {
  return withSecrets(value, secrets, ({ place }, clear) => registry.sealer.seal(place, clear));
}

/** Stands in where nobody may see a secret: digits and letters become zeros, so that the shape is kept. */
export const maskingSealer = (sealer: Sealer): Sealer => ({
  seal: (place, clear) => sealer.seal(place, clear),
  unseal: (place, text) => sealer.unseal(place, text).replace(/[0-9A-Za-z]/g, "0"),
});

/** For an installation without secrets, such as a test: everything stays as it is. */
export const openSealer: Sealer = { seal: (_place, clear) => clear, unseal: (_place, text) => text };

function withSecrets(
  value: unknown,
  secrets: readonly SecretMember[],
  change: (secret: SecretMember, text: string) => string,
): unknown {
  return secrets.reduce((changed, secret) => changedAt(changed, secret.steps, (text) => change(secret, text)), value);
}

/** The value with the text at the path changed; lists on the way are changed entry by entry. */
function changedAt(value: unknown, steps: readonly string[], change: (text: string) => string): unknown {
  const [name, ...rest] = steps;
  if (name === undefined) return typeof value === "string" ? change(value) : value;
  if (Array.isArray(value)) return value.map((entry) => changedAt(entry, steps, change));
  if (!isObject(value) || value[name] === undefined) return value;
  return { ...(value as JsonObject), [name]: changedAt(value[name], rest, change) };
}
