/** The interface of a pod, as entries of ietf-interfaces with all that its kind has by default. */

import { createHash } from "node:crypto";
import type { DerivedUnit } from "../incremental.js";
import { unitPath } from "../unit-path.js";
import type { Pod } from "./pod.js";

/** The interface and, for a memif, its socket; none where the pod does not say how its interface is made. */
export function podInterface(pod: Pod, lender: string, from: string): readonly DerivedUnit[] {
  const { interface: name, memif, tap, "vhost-user": vhostUser } = pod;
  if (name === undefined) return [];
  const one = (type: string, settings: object) =>
    interfaceUnit(name, { type, ...settings, ...borrowing(lender) }, from);
  if (memif !== undefined) {
    const socket = socketNumber(memif.socket);
    const settings = { ...memifDefaults, socket, id: memif.id ?? 0, mode: memif.mode ?? "ip" };
    return [
      socketUnit(socket, memif.socket, from),
      one("sweetcomb-interfaces:memif", { "sweetcomb-interfaces:memif": settings }),
    ];
  }
  if (tap !== undefined) {
    const place = { "host-namespace": tap["namespace-path"], "host-interface-name": tap.device ?? "eth0" };
    const settings = { ...tapDefaults, ...place, mode: tap.mode ?? "ip" };
    return [one("sweetcomb-interfaces:tap", { "sweetcomb-interfaces:tap": settings })];
  }
  if (vhostUser === undefined) return [];
  const settings = { ...vhostUserDefaults, socket: vhostUser.socket };
  return [one("sweetcomb-virtio:vhost-user", { "sweetcomb-virtio:vhost-user": settings })];
}

/** A loopback with these addresses. */
export function gatewayUnits(name: string, addresses: readonly string[], from: string): readonly DerivedUnit[] {
  return [
    interfaceUnit(name, { type: "iana-if-type:softwareLoopback" }, from),
    ...addresses.map((ip): DerivedUnit => {
      const [family, length] = ip.includes(":") ? (["ipv6", 128] as const) : (["ipv4", 32] as const);
      const steps = [["ietf-interfaces:interfaces"], ["interface", { name }], [`ietf-ip:${family}`]] as const;
      return { ...unitPath([...steps, ["address", { ip }]]), from, value: { ip, "prefix-length": length } };
    }),
  ];
}

function interfaceUnit(name: string, more: object, from: string): DerivedUnit {
  const path = unitPath([["ietf-interfaces:interfaces"], ["interface", { name }]]);
  return { ...path, from, value: { name, enabled: true, ...more } };
}

function borrowing(lender: string) {
  return { "sweetcomb-interfaces:unnumbered-to": lender };
}

function socketUnit(id: number, filename: string, from: string): DerivedUnit {
  const path = unitPath([["sweetcomb-interfaces:memif-sockets"], ["socket", { id: String(id) }]]);
  return { ...path, from, value: { id, filename } };
}

/** VPP names sockets by numbers: one out of the path, which is the same after a restart. 0 is VPP's own. */
function socketNumber(path: string): number {
  return createHash("sha256").update(path).digest().readUInt32BE() >>> 1 || 1;
}

const memifDefaults = {
  role: "master",
  "ring-size": 1024,
  "buffer-size": 2048,
  "rx-queues": 1,
  "tx-queues": 1,
  "zero-copy": true,
  dma: false,
} as const;

const tapDefaults = {
  offload: "none",
  "gro-coalesce": false,
  "packed-ring": false,
  "in-order": false,
  "consistent-queue-pairs": false,
  persistent: false,
  attach: false,
  "rx-ring-size": 256,
  "tx-ring-size": 256,
  "rx-queues": 1,
  "tx-queues": 1,
} as const;

const vhostUserDefaults = {
  role: "server",
  "merge-buffers": true,
  "indirect-descriptors": true,
  gso: false,
  "packed-ring": false,
  "event-index": false,
} as const;
