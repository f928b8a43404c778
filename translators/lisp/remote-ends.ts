/** Where LISP sends to. VPP makes a tunnel of each pair of locators, whose far end it looks up in the default VRF. */

import { defineKind } from "../../src/southbound/translator.js";
import type { TunnelEnd } from "../ip/tunnel-ends.js";
import type { EidKey } from "./eid.js";

export type ForwardingKey = { readonly vni: string; readonly remote: string; readonly local: string };

export const forwardingEntries = defineKind<ForwardingKey>("lisp-forwarding-entry", ["vni", "remote", "local"]);
export const remoteMappings = defineKind<EidKey>("lisp-remote-mapping", ["vni", "eid"]);

export const proxyEtrs = defineKind<Record<never, string>>("lisp-proxy-etr", []);

/** What sends to remote locators. */
interface Sender {
  readonly "locator-pair"?: readonly { readonly remote: string }[];
  readonly rloc?: readonly { readonly address: string }[];
  readonly "proxy-etr"?: string;
}

export function endsOfSender({
  "locator-pair": pairs = [],
  rloc = [],
  "proxy-etr": proxy,
}: Sender): readonly TunnelEnd[] {
  const ends = [...pairs.map(({ remote }) => remote), ...rloc.map(({ address }) => address)];
  return [...ends, ...(proxy === undefined ? [] : [proxy])].map((remote) => ({ remote }));
}
