/** Content on its way into a datastore: values of leafs that are marked as secret become sealed texts, passwords hashes. */

import { type DataTree, type MarkedLeaf, markedLeafs } from "libyang-wasm";
import { SECRET } from "../../schema/schema-tree.js";
import { CLEAR_MARK, hashPassword, refusedHash } from "../../secrets/crypt-hash.js";
import { isSealed, SealError } from "../../secrets/seal.js";
import type { EngineState } from "./engine-state.js";
import type { EngineError } from "./protocol.js";

const [MODULE = "", EXTENSION = ""] = SECRET.split(":");

/**
 * Seals the clear secrets of a tree in place, and hashes its clear passwords. Costs a walk over the tree, and 10 ms a password.
 * @returns an error for each sealed text that this installation cannot open, and for each hash that it cannot verify; then
 *   the tree is not to be used
 */
export function sealSecrets(state: EngineState, tree: DataTree): readonly EngineError[] {
  const errors: EngineError[] = [];
  for (const leaf of markedLeafs(tree, MODULE, EXTENSION)) {
    const refusal = sealLeaf(state, leaf);
    if (refusal !== undefined) errors.push(refusal);
  }
  return errors;
}

/** Errors without the values of secrets, which libyang repeats where they do not fit the type. */
export function withoutSecrets<Found extends EngineError>(
  { secrets }: EngineState,
  errors: readonly Found[],
): readonly Found[] {
  const places = [...secrets.values()];
  return errors.map((error) => {
    const schemaPath = error.path?.replace(predicates, "");
    if (schemaPath === undefined || !places.some((place) => schemaPath.endsWith(place))) return error;
    return { ...error, message: "The value is not one that this leaf takes" };
  });
}

/** [key='value'], with either quote. */
const predicates = /\[(?:[^\]"']|"[^"]*"|'[^']*')*\]/g;

function sealLeaf(state: EngineState, leaf: MarkedLeaf): EngineError | undefined {
  if (state.hashed.has(leaf.schemaId)) return hashLeaf(leaf);
  const { sealer, secrets } = state;
  if (sealer === undefined) throw new Error("secrets cannot be sealed without a key");
  const { node, schemaId, value } = leaf;
  const place = secrets.get(schemaId)!;
  try {
    if (isSealed(value)) sealer.unseal(place, value);
    else node.changeValue(sealer.seal(place, value));
    return undefined;
  } catch (failure) {
    if (!(failure instanceof SealError)) throw failure;
    return { tag: "invalid-value", path: node.path, message: failure.message };
  }
}

function hashLeaf({ node, value }: MarkedLeaf): EngineError | undefined {
  const message = refusedHash(value);
  if (message !== undefined) return { tag: "invalid-value", path: node.path, message };
  if (value.startsWith(CLEAR_MARK)) node.changeValue(hashPassword(value.slice(CLEAR_MARK.length)));
  return undefined;
}
