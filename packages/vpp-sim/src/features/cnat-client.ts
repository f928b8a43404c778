import type { CnatTranslation } from "vpp-binapi-ts/api";
import { fibPath, PATH_PROTO } from "../state/fib-path.js";
import { FIB_SOURCE } from "../state/fib-sources.js";
import { familyOf, type IpAddress, maxLength } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

/** A virtual address, which is a route of the default table as long as a translation has it. */
interface Client {
  readonly users: number;
  readonly hasRoute: boolean;
}

const clients = recordsOf<Client>("cnat-clients");

/** The flag of a translation whose address is no route (CNAT_TR_FLAG_NO_CLIENT). */
const NO_CLIENT = 8;

/** Counts a translation of an address. The first one says whether its route replaces what VPP has there or stands before it. */
export function addClient(vpp: Vpp, address: IpAddress | undefined, { flags, isRealIp }: CnatTranslation): void {
  if (address === undefined) return;
  const name = address.join(".");
  const known = clients(vpp).get(name);
  const hasRoute = known?.hasRoute ?? (flags & NO_CLIENT) === 0;
  clients(vpp).set(name, { users: (known?.users ?? 0) + 1, hasRoute });
  if (known !== undefined || !hasRoute) return;
  const proto = familyOf(address) === "ip4" ? PATH_PROTO.ip4 : PATH_PROTO.ip6;
  vpp.fib.setRoute(...placeOf(vpp, address), FIB_SOURCE.cnat, isRealIp ? [] : [fibPath({ proto })]);
}

/** Counts back; without translations the route goes. */
export function removeClient(vpp: Vpp, address: IpAddress | undefined): void {
  const name = address?.join(".") ?? "";
  const known = clients(vpp).get(name);
  if (address === undefined || known === undefined) return;
  if (known.users > 1) {
    clients(vpp).set(name, { ...known, users: known.users - 1 });
    return;
  }
  clients(vpp).delete(name);
  if (known.hasRoute) vpp.fib.removeRoute(...placeOf(vpp, address), FIB_SOURCE.cnat);
}

function placeOf(vpp: Vpp, address: IpAddress) {
  return [vpp.fib.find(familyOf(address), 0)!, { address, length: maxLength(address) }] as const;
}
