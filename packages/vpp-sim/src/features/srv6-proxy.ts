import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { mobileParagraphs } from "./srv6-mobile.js";

interface Proxy {
  readonly sid: string;
  readonly nextHop: string | undefined;
  readonly outgoing: string;
  readonly incoming: string;
}

/** Segments of appliances (plugin srv6ad), by segment. VPP makes and shows them on its command line alone. */
const proxies = recordsOf<Proxy>("srv6-proxies");

const ADDED =
  /^sr localsid fib-table \d+ address (?<sid>\S+) behavior end\.ad(?: nh (?<nextHop>\S+))? oif (?<outgoing>\S+) iif (?<incoming>\S+)$/;
const DELETED = /^sr localsid del fib-table \d+ address (?<sid>\S+)$/;

/** Does what a line `sr localsid ...` says. False for one that VPP refuses. */
export function sayLocalSid(vpp: Vpp, line: string): boolean {
  const deleted = DELETED.exec(line)?.groups;
  if (deleted !== undefined) return proxies(vpp).delete(deleted.sid!);
  const { sid, nextHop, outgoing, incoming } = ADDED.exec(line)?.groups ?? {};
  if (sid === undefined || outgoing === undefined || incoming === undefined || proxies(vpp).has(sid)) return false;
  const names = new Set(Array.from(vpp.interfaces.values(), ({ name }) => name));
  if (!names.has(outgoing) || !names.has(incoming)) return false;
  proxies(vpp).set(sid, { sid, nextHop, outgoing, incoming });
  return true;
}

/** `show sr localsids`, less those of other behaviours. */
export function showLocalSids(vpp: Vpp): string {
  const paragraphs = Array.from(proxies(vpp).values(), ({ sid, nextHop, outgoing, incoming }) =>
    [
      `\tAddress: \t${sid}/128`,
      "\tBehavior: \tEnd.AD (Endpoint with dynamic proxy to SR-unaware appliance)",
      ...(nextHop === undefined ? [] : [`\tNext-hop:\t${nextHop}`]),
      `\tOutgoing iface:\t${outgoing}`,
      `\tIncoming iface:\t${incoming}`,
      "\tGood traffic: \t[0 packets : 0 bytes]",
      "\tBad traffic:  \t[0 packets : 0 bytes]",
      "--------------------",
      "",
    ].join("\n"),
  );
  return ["SRv6 - My LocalSID Table:\n=========================\n", ...paragraphs, ...mobileParagraphs(vpp)].join("");
}
