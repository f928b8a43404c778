/** A client with two ways out: VPPs at both, and the packets from one to the other go through the client's Linux. */

import * as a from "../southbound/configurations.js";
import type { Configuration, TestBed } from "../translators/test-bed.js";
import type { Host } from "./host.js";
import { type Lab, portOf, routedPort } from "./lab.js";

/** By the sentence that each proves. `second` is the bed of the second VPP. */
export type TwoVppScenarios = Readonly<Record<string, (lab: Lab, second: TestBed) => Promise<void>>>;

/** The addresses of one family. */
export interface Underlay {
  readonly family: "ipv4" | "ipv6";
  /** Length of the prefix of each network. */
  readonly length: number;
  readonly client: string;
  /** The two VPPs. */
  readonly first: string;
  readonly second: string;
  /** The client's at the second VPP. */
  readonly otherSide: string;
  readonly networks: readonly [first: string, second: string];
  /** An address of the load balancer's. */
  readonly balanced: string;
}

export const overIpv4: Underlay = {
  family: "ipv4",
  length: 24,
  client: "192.0.2.1",
  first: "192.0.2.254",
  second: "198.51.100.254",
  otherSide: "198.51.100.1",
  networks: ["192.0.2.0/24", "198.51.100.0/24"],
  balanced: "203.0.113.9",
};

export const overIpv6: Underlay = {
  family: "ipv6",
  length: 64,
  client: "2001:db8:1::1",
  first: "2001:db8:1::fe",
  second: "2001:db8:2::fe",
  otherSide: "2001:db8:2::1",
  networks: ["2001:db8:1::/64", "2001:db8:2::/64"],
  balanced: "2001:db8:f::9",
};

export interface Between {
  readonly client: Host;
  /** The client's end at either VPP. */
  readonly ends: readonly [Pick<Host, "device">, Pick<Host, "device">];
}

/** The client knows the load balancer's addresses behind the first VPP. */
export async function clientBetween({ host }: Lab, underlay: Underlay): Promise<Between> {
  const { client, first, otherSide, length } = underlay;
  const made = await host("client", { addresses: [`${client}/${length}`], gateway: first });
  const end = made.forwardTo(`${otherSide}/${length}`);
  // What VPP decapsulates comes with its checksums.
  await made.writeChecksums();
  return { client: made, ends: [made, end] };
}

/** A pod at a VPP: its host, and the VPP's address in its network. */
export interface PodAt {
  readonly host: Host;
  readonly gateway: string;
}

/** The network of one VPP: the client's end with the way to the other VPP, and pods that are translated for. */
export function networkOf(
  { family, length, client, first, otherSide, networks }: Underlay,
  own: string,
  end: Pick<Host, "device">,
  pods: readonly PodAt[],
): Configuration {
  const [hop, beyond] = own === first ? [client, networks[1]] : [otherSide, networks[0]];
  return {
    ...a.interfaces(
      routedPort(end, `${own}/${length}`),
      ...pods.map(({ host, gateway }) => routedPort(host, `${gateway}/${length}`)),
    ),
    ...a.routing(a.staticRoutes("underlay", { [beyond]: { "next-hop-address": hop } })),
    ...(pods.length > 0 && {
      "sweetcomb-cnat:cnat": {
        interface: [end, ...pods.map(({ host }) => host)].map((each) => ({ name: portOf(each) })),
        "source-nat": {
          [`${family}-address`]: own,
          "on-interfaces-only": true,
          policy: "kubernetes",
          interface: pods.map(({ host }) => ({ name: portOf(host), role: "pod" })),
        },
      },
    }),
  };
}

/** VPP drops the first packet to a neighbour that it does not know, and keeps what it has decided about its flow. */
export async function meet({ first, second }: Underlay, { client }: Between, pods: readonly PodAt[]): Promise<void> {
  await meetOne(client, first);
  await meetOne(client, second);
  for (const { host, gateway } of pods) await meetOne(host, gateway);
}

async function meetOne(host: Host, address: string): Promise<void> {
  if (!address.includes(":")) return host.ping(address);
  // VPP has nothing at the port and says so.
  await host.tryToAsk(address, 9);
}
