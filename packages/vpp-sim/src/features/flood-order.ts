import type { Vpp } from "../state/vpp.js";
import { PORT } from "./bridge-ports.js";

/** The members of a bridge domain as VPP keeps them for flooding: the BVI, plain interfaces, tunnels, loopbacks. */
export function inFloodOrder<Member extends { readonly swIfIndex: number; readonly portType: number }>(
  vpp: Vpp,
  members: readonly Member[],
): Member[] {
  const place = ({ swIfIndex, portType }: Member) =>
    portType === PORT.bvi ? 0 : placeOf(vpp.interfaces.get(swIfIndex)?.kind);
  return [...members].sort((one, other) => place(one) - place(other));
}

const TUNNELS: ReadonlySet<string> = new Set(["vxlan", "vxlan-gpe", "geneve", "gtpu"]);

function placeOf(kind: string | undefined): number {
  if (kind === "loopback") return 3;
  return kind !== undefined && TUNNELS.has(kind) ? 2 : 1;
}
