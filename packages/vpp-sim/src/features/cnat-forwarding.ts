import type { IpAddress } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

/** A backend that VPP keeps an eye on, which makes a route to it. */
export interface Backend {
  /** Tells paths of one translation apart. */
  readonly name: string;
  readonly address: IpAddress;
}

interface Tracked extends Backend {
  /** Index of what forwards to it. */
  readonly bucket: number;
}

/** What carries packets of one translation to its backends. Nothing shows it, but it takes an index that routes would have. */
interface Forwarding {
  readonly loadBalance: number;
  readonly backends: readonly Tracked[];
}

const forwardings = recordsOf<Forwarding>("cnat-forwardings");

/**
 * Leads a translation to these backends: those that stay are left alone, and the new forwarding is there before the old one goes.
 * @param wanted the backend of each path, undefined for one that has no route
 */
export function forward(vpp: Vpp, id: number, wanted: readonly (Backend | undefined)[]): void {
  const before = forwardings(vpp).get(String(id));
  const kept = new Map<Backend | undefined, Tracked>();
  for (const known of before?.backends ?? []) {
    const same = wanted.find((backend) => backend?.name === known.name);
    if (same === undefined) vpp.fib.letGo(known.address);
    // Of paths that are alike VPP knows the first again, and what was known of the others stays for ever.
    else kept.set(same, known);
  }
  const backends: Tracked[] = [];
  for (const backend of wanted) {
    if (backend !== undefined) backends.push(kept.get(backend) ?? track(vpp, backend));
  }
  const loadBalance = vpp.fib.loadBalances.take();
  for (const { bucket } of backends) vpp.fib.loadBalances.hold(bucket);
  if (before !== undefined) release(vpp, before);
  forwardings(vpp).set(String(id), { loadBalance, backends });
}

export function stopForwarding(vpp: Vpp, id: number): void {
  const gone = forwardings(vpp).get(String(id));
  if (gone === undefined) return;
  forwardings(vpp).delete(String(id));
  release(vpp, gone);
  for (const { address } of gone.backends) vpp.fib.letGo(address);
}

function track(vpp: Vpp, backend: Backend): Tracked {
  return { ...backend, bucket: vpp.fib.track(backend.address).statsIndex };
}

function release({ fib: { loadBalances } }: Vpp, { loadBalance, backends }: Forwarding): void {
  for (const { bucket } of backends) loadBalances.release(bucket);
  loadBalances.release(loadBalance);
}
