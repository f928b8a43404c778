/** Servers of the mapping system. VPP keeps the order in which they came, and takes the first that answers. */

import { OneAddDelMapResolver, OneAddDelMapServer, OneMapResolverDump, OneMapServerDump } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { address, formatAddress } from "../ip/addresses.js";
import { lispPath, lispPlane } from "./plane.js";

/**
 * VPP 26.06 asks a resolver when a host sends to an unknown endpoint, and goes on to the next only when it was asked and did not answer
 * (get_egress_map_resolver_ip). Where the way to it ends in no interface, as that by the default route of LISP itself does, it looks
 * again without end. A route, a link or a lease that goes takes the way away at any time.
 */
const LOOKS_FOR_EVER =
  "VPP 26.06 looks for ever for a map resolver to which it has lost the way, and hears nobody any more";

export const mapResolver = mapServerList("map-resolver", OneAddDelMapResolver, OneMapResolverDump, LOOKS_FOR_EVER);
export const mapServer = mapServerList("map-server", OneAddDelMapServer, OneMapServerDump);

function mapServerList(
  list: "map-resolver" | "map-server",
  addOrDelete: typeof OneAddDelMapResolver | typeof OneAddDelMapServer,
  dump: typeof OneMapResolverDump | typeof OneMapServerDump,
  refusal?: string,
) {
  return defineTranslator<{ readonly address: string }, object>({
    name: `lisp-${list}`,
    path: `${lispPath}/${list}`,
    keys: { address: `${list}/address` },
    leafs: [],
    when: () => true,
    messages: [addOrDelete, dump],
    validate: () =>
      refusal === undefined ? undefined : { leaf: "address", tag: "operation-not-supported", message: refusal },
    dependsOn: () => [lispPlane.at({})],
    async create({ vpp }, { key }) {
      await vpp.call(addOrDelete, { isAdd: true, ipAddress: address(key.address) });
    },
    update: "recreate",
    async delete({ vpp }, { key }) {
      await vpp.call(addOrDelete, { isAdd: false, ipAddress: address(key.address) });
    },
    async *dump({ vpp }) {
      for await (const { ipAddress } of vpp.dump(dump)) yield { key: { address: formatAddress(ipAddress) }, value: {} };
    },
  });
}
