/** The members with-etag and with-last-modified of an input, as the modules beside ietf-netconf-txid have them. */

import type { TxidMechanism } from "../operation.js";

const mechanisms: readonly TxidMechanism[] = ["etag", "last-modified"];

/** Undefined when the input says nothing of them. */
export function askedMechanisms(
  input: Readonly<Record<string, unknown>>,
  module: string,
): readonly TxidMechanism[] | undefined {
  const said = mechanisms.filter((mechanism) => input[`${module}:with-${mechanism}`] !== undefined);
  return said.length === 0 ? undefined : said.filter((mechanism) => input[`${module}:with-${mechanism}`] === true);
}

/** The same, as it was asked for. */
export function askedMembers(
  asked: readonly TxidMechanism[] | undefined,
  module: string,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries((asked ?? []).map((mechanism) => [`${module}:with-${mechanism}`, true]));
}
