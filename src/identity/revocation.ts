/** Whether certificates have been revoked, by the lists that their authorities have signed. */

import "reflect-metadata";
import { X509Certificate } from "node:crypto";
import * as x509 from "@peculiar/x509";
import type { PresentedCertificate } from "./cert-to-name-entry.js";
import { type RevocationList, serialText } from "./revocation-list.js";

/**
 * Why the certificate, or one above it, is not to be trusted; undefined when nothing speaks against it. An authority that no
 * list is of revokes nothing. One whose lists have all ended may have revoked anything: its certificates are not trusted.
 */
export function revocationOf(
  { certificate, issuers }: Pick<PresentedCertificate, "certificate" | "issuers">,
  lists: readonly RevocationList[],
  nowMs: number,
): string | undefined {
  if (lists.length === 0) return undefined;
  const chain = [certificate, ...issuers].map((der) => new X509Certificate(der));
  for (const [index, issuer] of chain.entries()) {
    const issued = chain[index - 1];
    const own = issued === undefined ? [] : lists.filter((list) => isListOf(list, issuer));
    if (issued === undefined || own.length === 0) continue;
    const current = own.filter((list) => isCurrent(list, nowMs));
    if (current.length === 0) return "the revocation list of its authority is not in force";
    const serial = serialText(issued.serialNumber);
    if (current.some(({ serials }) => serials.has(serial))) return "its authority has revoked it";
  }
  return undefined;
}

/** Whether the list is this authority's. RFC 5280 6.3.3 (f): where the use of its key is restricted, lists have to be part of it. */
export function isListOf(list: RevocationList, authority: X509Certificate): boolean {
  return list.isSignedBy(authority) && maySignLists(authority);
}

function isCurrent({ thisUpdateMs, nextUpdateMs }: RevocationList, nowMs: number): boolean {
  return thisUpdateMs <= nowMs && (nextUpdateMs === undefined || nowMs <= nextUpdateMs);
}

function maySignLists(authority: X509Certificate): boolean {
  const usage = new x509.X509Certificate(Uint8Array.from(authority.raw)).getExtension(x509.KeyUsagesExtension);
  return usage == null || (usage.usages & x509.KeyUsageFlags.cRLSign) !== 0;
}
