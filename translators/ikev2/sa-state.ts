import { Ikev2ChildSaV2Dump, type Ikev2SaV3, Ikev2SaV3Dump, Ikev2State } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { formatAddress } from "../ip/addresses.js";

type Association = Readonly<Record<string, unknown>>;

/** IKE security associations as operational state, by the name of their profile. Their keys stay out. */
export async function associationsByProfile({ vpp }: TranslatorContext): Promise<ReadonlyMap<string, Association[]>> {
  const found = new Map<string, Association[]>();
  const all: Ikev2SaV3[] = [];
  for await (const { sa } of vpp.dump(Ikev2SaV3Dump)) all.push(sa);
  for (const sa of all) {
    const children: Association[] = [];
    for await (const { childSa } of vpp.dump(Ikev2ChildSaV2Dump, { saIndex: sa.saIndex })) {
      children.push({
        index: childSa.childSaIndex,
        "initiator-spi": childSa.iSpi,
        "responder-spi": childSa.rSpi,
        uptime: wholeSeconds(childSa.uptime),
      });
    }
    found.set(sa.profileName, [...(found.get(sa.profileName) ?? []), associationFrom(sa, children)]);
  }
  return found;
}

function associationFrom(sa: Ikev2SaV3, child: readonly Association[]): Association {
  const state = Object.entries(Ikev2State).find(([, number]) => number === sa.state)?.[0] ?? "UNKNOWN";
  return {
    index: sa.saIndex,
    state: state.toLowerCase().replaceAll("_", "-"),
    uptime: wholeSeconds(sa.uptime),
    "initiator-address": formatAddress(sa.iaddr),
    "responder-address": formatAddress(sa.raddr),
    "initiator-spi": spi(sa.ispi),
    "responder-spi": spi(sa.rspi),
    retransmissions: sa.stats.nRetransmit,
    ...(child.length > 0 && { child }),
  };
}

function spi(number: bigint): string {
  return number.toString(16).padStart(16, "0");
}

/** RFC 7951 6.1: numbers of 64 bits are text. */
function wholeSeconds(seconds: number): string {
  return String(Math.max(0, Math.floor(seconds)));
}
