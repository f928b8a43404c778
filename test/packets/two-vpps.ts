/** A client with two ways out: VPPs at both, and the packets from one to the other go through the client's Linux. */

import * as a from "../southbound/configurations.js";
import type { Configuration, TestBed } from "../translators/test-bed.js";
import type { Host } from "./host.js";
import { type Lab, portOf, routedPort } from "./lab.js";

/** By the sentence that each proves. `second` is the bed of the second VPP. */
export type TwoVppScenarios = Readonly<Record<string, (lab: Lab, second: TestBed) => Promise<void>>>;

export const client = "192.0.2.1";
export const first = "192.0.2.254";
export const second = "198.51.100.254";
/** An address of the load balancer's. */
export const balanced = "203.0.113.9";

const otherSide = "198.51.100.1";

export interface Between {
  readonly client: Host;
  /** The client's end at either VPP. */
  readonly ends: readonly [Pick<Host, "device">, Pick<Host, "device">];
}

/** The client knows the load balancer's addresses behind the first VPP. */
export async function clientBetween({ host }: Lab): Promise<Between> {
  const made = await host("client", { addresses: [`${client}/24`], gateway: first });
  const end = made.forwardTo(`${otherSide}/24`);
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
export function networkOf(own: string, end: Pick<Host, "device">, pods: readonly PodAt[]): Configuration {
  const [hop, beyond] = own === first ? [client, "198.51.100.0/24"] : [otherSide, "192.0.2.0/24"];
  return {
    ...a.interfaces(
      routedPort(end, `${own}/24`),
      ...pods.map(({ host, gateway }) => routedPort(host, `${gateway}/24`)),
    ),
    ...a.routing(a.staticRoutes("underlay", { [beyond]: { "next-hop-address": hop } })),
    ...(pods.length > 0 && {
      "sweetcomb-cnat:cnat": {
        interface: [end, ...pods.map(({ host }) => host)].map((each) => ({ name: portOf(each) })),
        "source-nat": {
          "ipv4-address": own,
          "on-interfaces-only": true,
          policy: "kubernetes",
          interface: pods.map(({ host }) => ({ name: portOf(host), role: "pod" })),
        },
      },
    }),
  };
}

/** VPP drops the first packet to a neighbour that it does not know, and keeps what it has decided about its flow. */
export async function meet({ client: host }: Between, pods: readonly PodAt[]): Promise<void> {
  await host.ping(first);
  await host.ping(second);
  for (const pod of pods) await pod.host.ping(pod.gateway);
}
