import type { TranslatorContext } from "../../src/southbound/translator.js";
import { type IndexedCounters, readIndexedCounters } from "../indexed-counters.js";

/** The names of both in VPP's stats segment, by those of the containers. */
const protocols = { arp: "arp", "neighbor-discovery": "ip6-nd" } as const;
const ways = { received: "rx", sent: "tx" } as const;
const kinds = ["requests", "replies", "gratuitous"] as const;

const names = Object.values(protocols).flatMap((protocol) =>
  Object.values(ways).flatMap((way) => kinds.map((kind) => nameOf(protocol, way, kind))),
);

/** The container sweetcomb-neighbors:neighbor-messages of an interface; empty where there were no messages. */
export async function neighborMessages(context: TranslatorContext, swIfIndex: number): Promise<object> {
  const countersOf = await context.oncePerRun("neighbor-messages", () => readIndexedCounters(context, names));
  const counted = Object.entries(protocols).flatMap(([container, protocol]) => {
    const messages = messagesOf(countersOf, protocol, swIfIndex);
    return messages.every(([, count]) => count === 0n)
      ? []
      : [[container, Object.fromEntries(messages.map(([leaf, count]) => [leaf, String(count)]))]];
  });
  return counted.length === 0 ? {} : { "sweetcomb-neighbors:neighbor-messages": Object.fromEntries(counted) };
}

function messagesOf(countersOf: IndexedCounters, protocol: string, swIfIndex: number) {
  return Object.entries(ways).flatMap(([leaf, way]) =>
    kinds.map(
      (kind) => [`${leaf}-${kind}`, countersOf(nameOf(protocol, way, kind), swIfIndex)?.packets ?? 0n] as const,
    ),
  );
}

function nameOf(protocol: string, way: string, kind: string): string {
  return `/net/${protocol}/${way}/${kind}`;
}
