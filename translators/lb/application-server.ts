import { LbAddDelAs, LbAsDump, ShowVersion } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { formatAddress } from "../ip/addresses.js";
import { addServer, removeServer } from "./return-mappings.js";
import { refuseServerInVip, serverMarks } from "./served-by-itself.js";
import { type ServerKey, servers } from "./servers.js";
import { shownName, showVips } from "./shown-vips.js";
import { configuredVips, vipKeys, vipPath, vips } from "./vips.js";
import { lbWire } from "./wire.js";

interface Value {
  readonly address: string;
  readonly "flush-on-removal"?: boolean;
}

/** A server behind a virtual address. VPP forgets it with the address. */
export const applicationServer = defineTranslator<ServerKey, Value>({
  name: servers.name,
  kind: servers,
  path: `${vipPath}/application-server`,
  keys: { ...vipKeys, address: "application-server/address" },
  leafs: ["address", "flush-on-removal"],
  messages: [LbAddDelAs, LbAsDump, ShowVersion],
  marks: serverMarks,
  validateTogether: refuseServerInVip,
  partOf: ({ key }) => vips.at(key),
  create: (context, { key }) => addServer(context, key),
  // Only what happens at removal changes.
  async update() {},
  delete: (context, { key, value }) => removeServer(context, key, value["flush-on-removal"] ?? false),
  reads: [vips],
  async *dump(context) {
    const wire = await lbWire(context);
    const told = await showVips(context);
    for await (const { vip, appSrv, flags } of context.vpp.dump(LbAsDump, { protocol: 255, port: 0 })) {
      // A removed server stays listed for the flows that it still has.
      if (flags === 0) continue;
      const text = formatAddress(appSrv);
      const likelyVips = await configuredVips(context, wire, vip);
      const candidates = likelyVips.map(({ key }) => ({ ...key, address: text }));
      for (const key of likelyServers(context, candidates)) {
        const share = told.get(shownName(key))?.servers.get(text);
        yield { key, value: { address: text }, state: { "in-use": true, ...share } };
      }
    }
  },
  unreadable: ["flush-on-removal"],
});

/** VPP does not say the protocol of the virtual address: of two with one prefix and port, the one that has the server configured. */
function likelyServers(context: TranslatorContext, candidates: readonly ServerKey[]): readonly ServerKey[] {
  const configured = candidates.filter((key) => context.configured(servers.at(key)) !== undefined);
  return configured.length > 0 ? configured : candidates.slice(0, 1);
}
