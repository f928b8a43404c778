/** Servers of the mapping system. VPP keeps the order in which they came, and takes the first that it reaches. */

import { OneAddDelMapResolver, OneAddDelMapServer, OneMapResolverDump, OneMapServerDump } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { address, formatAddress } from "../ip/addresses.js";
import { lispPath, lispPlane } from "./plane.js";

export const mapResolver = mapServerList("map-resolver", OneAddDelMapResolver, OneMapResolverDump);
export const mapServer = mapServerList("map-server", OneAddDelMapServer, OneMapServerDump);

function mapServerList(
  list: "map-resolver" | "map-server",
  addOrDelete: typeof OneAddDelMapResolver | typeof OneAddDelMapServer,
  dump: typeof OneMapResolverDump | typeof OneMapServerDump,
) {
  return defineTranslator<{ readonly address: string }, object>({
    name: `lisp-${list}`,
    path: `${lispPath}/${list}`,
    keys: { address: `${list}/address` },
    leafs: [],
    when: () => true,
    messages: [addOrDelete, dump],
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
