/** The parameters with-etag and with-last-modified of edit-config, edit-data and commit (ietf-netconf-txid). */

import type { RpcDocument } from "../../../operations/management.js";
import type { TxidMechanism } from "../../../operations/operation.js";
import { booleanParameter } from "../parameters.js";

const MECHANISMS: readonly TxidMechanism[] = ["etag", "last-modified"];

/** Undefined when the client does not want to know. Of both the first counts. */
export function wantedTxid(rpc: RpcDocument): TxidMechanism | undefined {
  return MECHANISMS.find((mechanism) => booleanParameter(rpc, `ietf-netconf-txid:with-${mechanism}`) === true);
}
