/** What a VPP holds, asked by a client of its own: the judge in all tests of this folder. */

import { connectVpp, type VppClient } from "vpp-binapi-ts";
import { FibSourceDump, IpAddressDump, type IpRouteV2, IpRouteV2Dump, SwInterfaceDump } from "vpp-binapi-ts/api";
import { formatAddress, formatPrefix } from "../../../translators/ip/addresses.js";

/** A line for each interface, address and route that Sweetcomb has made, sorted; no numbers that VPP gives out. */
export type VppState = readonly string[];

const OWN_TAG = "sc:";
const OWN_SOURCE = "sweetcomb-";

export async function readVpp(socketPath: string): Promise<VppState> {
  const client = await connectVpp({ socketPath, name: "judge" });
  try {
    const tags = await interfaceTags(client);
    return [...tags.values(), ...(await addressLines(client, tags)), ...(await routeLines(client, tags))].sort();
  } finally {
    client.close();
  }
}

type Tags = ReadonlyMap<number, string>;

/** The tags of our interfaces by index: "sc:loop0;the description". */
async function interfaceTags(client: VppClient): Promise<Tags> {
  const tags = new Map<number, string>();
  for await (const { swIfIndex, tag } of client.dump(SwInterfaceDump)) {
    if (tag.startsWith(OWN_TAG)) tags.set(swIfIndex, tag);
  }
  return tags;
}

async function addressLines(client: VppClient, tags: Tags): Promise<string[]> {
  const lines: string[] = [];
  for (const [swIfIndex, tag] of tags) {
    for (const isIpv6 of [false, true]) {
      for await (const { prefix } of client.dump(IpAddressDump, { swIfIndex, isIpv6 })) {
        lines.push(`${nameIn(tag)} ${formatAddress(prefix.address)}/${prefix.len}`);
      }
    }
  }
  return lines;
}

async function routeLines(client: VppClient, tags: Tags): Promise<string[]> {
  const lines: string[] = [];
  for (const src of await ownSources(client)) {
    for await (const { route } of client.dump(IpRouteV2Dump, { src, table: { tableId: 0, isIp6: false } })) {
      lines.push(`${formatPrefix(route.prefix)} ${pathsOf(route, tags)}`);
    }
  }
  return lines;
}

async function ownSources(client: VppClient): Promise<readonly number[]> {
  const sources: number[] = [];
  for await (const { src } of client.dump(FibSourceDump)) if (src.name.startsWith(OWN_SOURCE)) sources.push(src.id);
  return sources;
}

function pathsOf({ paths }: IpRouteV2, tags: Tags): string {
  const texts = paths.map(({ swIfIndex, nh }) => {
    const tag = tags.get(swIfIndex);
    return `via ${tag === undefined ? "nothing of ours" : nameIn(tag)} ${nh.address.ip4?.join(".")}`;
  });
  return texts.sort().join(", ");
}

function nameIn(tag: string): string {
  return tag.slice(OWN_TAG.length).split(";")[0]!;
}
