/** VPP between hosts: what a scenario of this folder gets, and the pieces of configuration that all of them use. */

import { randomInt } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import * as a from "../southbound/configurations.js";
import type { TestBed } from "../translators/test-bed.js";
import { Host, type HostOptions } from "./host.js";
import type { Frame, Packet } from "./packet.js";

export interface Lab {
  readonly bed: TestBed;
  /** Makes a host, which goes when the scenario is over. */
  host(name: string, options: HostOptions): Promise<Host>;
}

/** By the sentence that each proves. Each starts from an empty configuration. */
export type PacketScenarios = Readonly<Record<string, (lab: Lab) => Promise<void>>>;

/** Runs a scenario, and takes away its configuration and its hosts, come what may. */
export async function inLab(bed: TestBed, scenario: (lab: Lab) => Promise<void>): Promise<void> {
  const hosts: Host[] = [];
  const host: Lab["host"] = async (name, options) => {
    const made = await Host.start(name, options);
    hosts.push(made);
    return made;
  };
  const cleanUp = async () => {
    try {
      await bed.configure({});
    } finally {
      for (const made of hosts) made.close();
    }
  };
  try {
    await scenario({ bed, host });
  } catch (failure) {
    // What went wrong first is told, and not what that did to the end.
    await cleanUp().catch(() => {});
    throw failure;
  }
  await cleanUp();
}

/** The name of VPP's interface to a host. */
export function portOf({ device }: Pick<Host, "device">): string {
  return `host-${device}`;
}

/** VPP's interface to a host. */
export function port(host: Pick<Host, "device">, more: a.Member = {}): a.Member {
  return { name: portOf(host), type: "sweetcomb-interfaces:host-interface", ...more };
}

/** VPP's interface to a host that has addresses. */
export function routedPort(host: Pick<Host, "device">, ...addresses: readonly string[]): a.Member {
  return port(host, a.addresses(...addresses));
}

/** The IPv4 packets with a protocol that a host has received. */
export async function packetsAt(host: Host, protocol: number): Promise<readonly Packet[]> {
  return (await host.received()).flatMap(({ packet }: Frame) => (packet?.protocol === protocol ? [packet] : []));
}

/** Whether the statistics of an interface (RFC 8343) tell of octets in both directions, as far as VPP can tell them for it. */
export function hasCountedBothWays(shown: a.Member | undefined): boolean {
  const { statistics } = shown as { statistics?: Readonly<Record<string, string>> };
  return Number(statistics?.["in-octets"] ?? 1) > 0 && Number(statistics?.["out-octets"]) > 0;
}

/** Asks again until the answer is one that is wanted. @throws with the last answer after 15 s */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  isWanted: (answer: Answer) => boolean,
): Promise<Answer> {
  const giveUp = performance.now() + 15_000;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (performance.now() > giveUp) throw new Error(`still ${JSON.stringify(answer)} after 15 s`);
    await delay(50);
  }
}

/** So many numbers from the first one on. */
export function range(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** Linux takes ports from here on for connections that name none (ip_local_port_range). */
const FIRST_OF_LINUX = 32_768;

/**
 * A source port, and the 255 behind it: VPP remembers connections when their translation has gone, and so those of an earlier run and
 * of hosts that left the choice to Linux.
 */
export function unusedPort(): number {
  return randomInt(10_000, FIRST_OF_LINUX - 256);
}
