/** What VPP 26.06 moves or forgets while something else still points at it. Each asks VPP, and says what that is. */

import type { VppCaller } from "vpp-binapi-ts";
import { BfdAuthKeysDump, ClassifyTableInfo, IpfixClassifyTableDump } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";
import { unlessRefused } from "./unless-refused.js";

type Missing = Promise<string | undefined>;

/** Keys of BFD are moved when room is made for another one; sessions go on with them where they were. */
export async function needsKeysNotInUse({ confKeyId = 0 }: VppFields, vpp: VppCaller): Missing {
  let isInUse = false;
  for await (const key of vpp.dump(BfdAuthKeysDump)) {
    if (key.confKeyId === confKeyId) return undefined;
    isInUse ||= key.useCount > 0;
  }
  return isInUse ? "sessions have keys, which may be moved; /sweetcomb-bfd:bfd makes room before" : undefined;
}

/** The exporter reads the table whenever it tells its sessions. */
export async function needsClassifyTable({ isAdd, tableId = 0 }: VppFields, vpp: VppCaller): Missing {
  if (isAdd !== true) return undefined;
  const table = await unlessRefused(vpp.call(ClassifyTableInfo, { tableId: Number(tableId) }));
  return table === undefined ? `there is no classifier table ${tableId}` : undefined;
}

export async function needsTableNotExported(fields: VppFields, vpp: VppCaller): Missing {
  if (fields.isAdd === true) return undefined;
  for await (const { tableId } of vpp.dump(IpfixClassifyTableDump)) {
    if (fields.delChain === true || tableId === (fields.tableIndex ?? 0)) {
      return `the sessions of classifier table ${tableId} are told by IPFIX`;
    }
  }
  return undefined;
}
