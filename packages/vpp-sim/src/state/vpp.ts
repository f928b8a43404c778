import type { Message } from "vpp-binapi-ts";
import type { Fields } from "../fields.js";
import { Fib } from "./fib.js";
import { type Interface, newInterface } from "./interface.js";
import type { IpAddress } from "./ip.js";
import { type LbState, newLbState } from "./lb.js";
import { type MemifState, newMemifState } from "./memif.js";
import { type NeighborState, newNeighborState } from "./neighbor.js";
import { newOutputNodes, type OutputNodes } from "./output-nodes.js";
import { Pool } from "./pool.js";
import { RandomU32, randomMac } from "./random.js";
import type { RecordTables } from "./records.js";

/** What a simulated VPP is started with. */
export interface VppOptions {
  /** Changes generated MAC addresses; the same seed gives the same run. Default 1. */
  readonly seed?: number;
  /** Names of the Linux devices that af_packet may use. Default eth0, eth1, veth0 and veth1. */
  readonly hostDevices?: readonly string[];
  /** Whether Linux has /dev/vhost-net, without which no tap can be made. Default true. */
  readonly hasVhostNet?: boolean;
  /** Whether the start configuration of VPP has a punt socket. Default true. */
  readonly hasPuntSocket?: boolean;
  /** Names of the network cards that are there from the start, beside local0. Default none. */
  readonly hardwareInterfaces?: readonly string[];
  /** Threads beside the main one that forward packets. Default 0. */
  readonly workers?: number;
  /** Names of requests that this VPP does not have, as when a plugin is not loaded. Default none. */
  readonly without?: readonly string[];
  /** Called for the time since which counters and ages run, in milliseconds. Default Date.now. */
  readonly now?: () => number;
}

/** A message that VPP sends unasked. */
export interface OutgoingEvent {
  readonly clientIndex: number;
  readonly message: Message<unknown>;
  readonly fields: object;
}

/** The whole state of one run of VPP. Handlers change it and leave events behind; they do nothing else. */
export interface Vpp {
  readonly pid: number;
  readonly startedAtMs: number;
  readonly now: () => number;
  readonly random: RandomU32;
  readonly hostDevices: ReadonlySet<string>;
  readonly hasVhostNet: boolean;
  readonly hasPuntSocket: boolean;
  readonly workers: number;
  readonly interfaces: Pool<Interface>;
  /** Raised whenever an interface comes, goes or gets another name. */
  interfaceGeneration: number;
  readonly outputNodes: OutputNodes;
  readonly fib: Fib;
  readonly neighbors: NeighborState;
  readonly memif: MemifState;
  /** Instance of each loopback, by sw_if_index. */
  readonly loopbacks: Map<number, number>;
  /** By sw_if_index. */
  readonly taps: Map<number, TapDetails>;
  /** sw_if_index by the name of the Linux device. */
  readonly afPackets: Map<string, number>;
  /** Lender of each unnumbered interface, both as sw_if_index. */
  readonly unnumbered: Map<number, number>;
  readonly lb: LbState;
  /** Records of the features that need no more than that, by name of the table. */
  readonly recordTables: RecordTables;
  /** The pid that each subscribed client gave, by client index. */
  readonly subscriptions: {
    readonly interfaces: Map<number, number>;
    readonly neighbors: Map<number, NeighborWatch>;
  };
  /** What table ids are drawn from when a client leaves the choice to VPP. */
  readonly tableIds: RandomU32;
  /** Events not sent yet, oldest first. */
  readonly events: OutgoingEvent[];
  /** What VPP does by itself some time after a request, in any order. */
  readonly plans: Plan[];
}

/** Something that happens when its time has come, if nothing speaks against it by then. */
export interface Plan {
  readonly atMs: number;
  act(vpp: Vpp): void;
}

/** Which neighbours a client wants to hear of: those of one interface or of all, one address or all (zero). */
export interface NeighborWatch {
  readonly pid: number;
  readonly swIfIndex: number | undefined;
  readonly address: IpAddress;
}

/** What a tap's dump says beside the interface. */
export interface TapDetails {
  readonly id: number;
  readonly details: object;
}

/** A VPP that has just started. */
export function newVpp(pid: number, options: VppOptions = {}): Vpp {
  const { seed = 1, hostDevices = DEFAULT_HOST_DEVICES, hardwareInterfaces = [], now = Date.now } = options;
  const { hasVhostNet = true, hasPuntSocket = true, workers = 0 } = options;
  const vpp: Vpp = {
    pid,
    startedAtMs: now(),
    now,
    random: new RandomU32(seed + pid),
    hostDevices: new Set(hostDevices),
    hasVhostNet,
    hasPuntSocket,
    workers,
    interfaces: new Pool(),
    interfaceGeneration: 0,
    outputNodes: newOutputNodes(),
    fib: new Fib(),
    neighbors: newNeighborState(),
    memif: newMemifState(),
    loopbacks: new Map(),
    taps: new Map(),
    afPackets: new Map(),
    unnumbered: new Map(),
    lb: newLbState(),
    recordTables: new Map(),
    subscriptions: { interfaces: new Map(), neighbors: new Map() },
    tableIds: new RandomU32(),
    events: [],
    plans: [],
  };
  vpp.interfaces.add((index) => newInterface(index, { kind: "local", deviceType: "local", name: "local0", mtu: 0 }));
  for (const name of hardwareInterfaces) addHardware(vpp, name);
  return vpp;
}

/** Leaves an event for a client; it is sent after the reply to the message being handled. */
export function emit<T>(vpp: Vpp, clientIndex: number, message: Message<T>, fields: Fields<T>): void {
  vpp.events.push({ clientIndex, message: message as Message<unknown>, fields: fields as object });
}

/** Does what is due by now. */
export function doWhatIsDue(vpp: Vpp): void {
  if (vpp.plans.length === 0) return;
  const now = vpp.now();
  const plans = vpp.plans.splice(0);
  vpp.plans.push(...plans.filter(({ atMs }) => atMs > now));
  for (const plan of plans) if (plan.atMs <= now) plan.act(vpp);
}

const DEFAULT_HOST_DEVICES = ["eth0", "eth1", "veth0", "veth1"];

function addHardware(vpp: Vpp, name: string): void {
  const mac = randomMac(vpp.random);
  const gigabit = 1_000_000;
  vpp.interfaces.add((index) =>
    newInterface(index, { kind: "hardware", deviceType: "dpdk", name, mac, linkSpeed: gigabit, rxQueues: [{ mode: 1 }] }),
  );
}
