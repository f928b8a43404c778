import {
  CliInband,
  L2tpv3CreateTunnel,
  L2tpv3SetTunnelCookies,
  SwIfL2tpv3TunnelDump,
  SwInterfaceSetFlags,
  SwInterfaceTagAddDel,
} from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaceDetails, interfaces } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";
import { address, formatAddress } from "../ip/addresses.js";
import { anyTunnel } from "../ip/tunnel-ends.js";
import { fibIndexOf } from "../routing/fib-index.js";
import { refuseTunnelLoop } from "../routing/tunnel-loops.js";
import { tableIdOf, vrfDependsOn } from "../tunnels/endpoints.js";
import { l2tpv3LookupKey, lookupKeyOf } from "./lookup-key.js";

interface Value extends TypedValue {
  readonly "sweetcomb-l2tpv3:l2tpv3": Tunnel;
}

/** What VPP shows. */
interface ShownTunnel {
  readonly local: string;
  readonly remote: string;
  readonly "local-session-id": number;
  readonly "remote-session-id": number;
  /** 16 hexadecimal digits. */
  readonly "local-cookie": string;
  readonly "remote-cookie": string;
  readonly "layer-2-sublayer"?: boolean;
}

interface Tunnel extends ShownTunnel {
  readonly vrf?: string;
}

const member = "sweetcomb-l2tpv3:l2tpv3";

/**
 * An L2TPv3 tunnel. VPP 26.06 has no message that deletes one, so it is kept, down and with a tag that says so, until one with
 * its ends, sessions and VRF is configured again.
 */
export const l2tpv3Tunnel = defineInterfaceKind<Value>({
  name: "l2tpv3-tunnel",
  type: "sweetcomb-l2tpv3:l2tpv3",
  leafs: [member],
  messages: [L2tpv3CreateTunnel, L2tpv3SetTunnelCookies, SwIfL2tpv3TunnelDump, CliInband, SwInterfaceSetFlags],
  isOne: ({ details }) => details.interfaceDevType === "L2TPv3" && details.supSwIfIndex === details.swIfIndex,
  isKnownByValue: () => true,
  marks: () => [anyTunnel],
  validateTogether: ({ key }, objects) => refuseTunnelLoop(key.name, `${member}/remote`, objects),
  dependsOn: ({ value }) => vrfDependsOn("ipv6", value[member].vrf),
  after: () => [l2tpv3LookupKey.at({})],
  async create(context, { value: { [member]: tunnel } }) {
    const swIfIndex = (await keptTunnel(context, tunnel)) ?? (await newTunnel(context, tunnel));
    // VPP also takes packets with the cookie before this one, which is zero in a new tunnel.
    await setCookies(context, swIfIndex, tunnel);
    await setCookies(context, swIfIndex, tunnel);
    return swIfIndex;
  },
  keepsParts: true,
  async remove(context, swIfIndex, { value: { [member]: tunnel } }) {
    const tag = keptTag + (await fibIndexOf(context, "ipv6", tunnel.vrf));
    await context.vpp.call(SwInterfaceSetFlags, { swIfIndex, flags: undefined });
    await context.vpp.call(SwInterfaceTagAddDel, { isAdd: true, swIfIndex, tag });
  },
  canUpdate: (before, after) => withoutCookies(before[member]) === withoutCookies(after[member]),
  update: (context, { key, value }) => setCookies(context, context.handleOf(interfaces.at(key)), value[member]),
  async *dump(context) {
    for await (const [swIfIndex, tunnel] of shownTunnels(context)) yield { swIfIndex, value: { [member]: tunnel } };
  },
  unreadable: [`${member}/vrf`],
});

/** Says that a tunnel was removed from the configuration, before the index of the table that its packets are routed by. */
const keptTag = "sweetcomb: removed l2tpv3, fib ";

/** The tunnel that VPP kept when the same one was removed. */
async function keptTunnel(context: TranslatorContext, wanted: Tunnel): Promise<number | undefined> {
  const tag = keptTag + (await fibIndexOf(context, "ipv6", wanted.vrf));
  for (const [swIfIndex, tunnel] of await tunnelsThere(context)) {
    if (withoutCookies(tunnel) !== withoutCookies(wanted)) continue;
    if ((await interfaceDetails(context, swIfIndex))?.tag === tag) return swIfIndex;
  }
  return undefined;
}

/** By sw_if_index, for those that are made at the same time. */
function tunnelsThere(context: TranslatorContext): Promise<ReadonlyMap<number, ShownTunnel>> {
  return context.together("l2tpv3 tunnels", async () => {
    const there = new Map<number, ShownTunnel>();
    for await (const [swIfIndex, tunnel] of shownTunnels(context)) there.set(swIfIndex, tunnel);
    return there;
  });
}

async function newTunnel(context: TranslatorContext, tunnel: Tunnel): Promise<number> {
  const lookupKey = await lookupKeyOf(context);
  const leaf = lookupKey === "session-id" ? "local-session-id" : lookupKey;
  for (const other of (await tunnelsThere(context)).values()) {
    if (other[leaf] !== tunnel[leaf]) continue;
    const message = `VPP 26.06 has an L2TPv3 tunnel with this ${leaf} value, and forgets none before it starts again`;
    throw new NotSupportedByVpp(`${member}/${leaf}`, message);
  }
  const { swIfIndex } = await context.vpp.call(L2tpv3CreateTunnel, {
    clientAddress: address(tunnel.remote),
    ourAddress: address(tunnel.local),
    localSessionId: tunnel["local-session-id"],
    remoteSessionId: tunnel["remote-session-id"],
    localCookie: cookieOf(tunnel["local-cookie"]),
    remoteCookie: cookieOf(tunnel["remote-cookie"]),
    l2SublayerPresent: tunnel["layer-2-sublayer"] ?? false,
    encapVrfId: tableIdOf(context, "ipv6", tunnel.vrf),
  });
  return swIfIndex;
}

async function setCookies({ vpp }: TranslatorContext, swIfIndex: number, tunnel: Tunnel): Promise<void> {
  await vpp.call(L2tpv3SetTunnelCookies, {
    swIfIndex,
    newLocalCookie: cookieOf(tunnel["local-cookie"]),
    newRemoteCookie: cookieOf(tunnel["remote-cookie"]),
  });
}

async function* shownTunnels({ vpp }: TranslatorContext): AsyncIterable<readonly [number, ShownTunnel]> {
  for await (const details of vpp.dump(SwIfL2tpv3TunnelDump)) {
    const shown = {
      local: formatAddress(details.ourAddress),
      remote: formatAddress(details.clientAddress),
      "local-session-id": details.localSessionId,
      "remote-session-id": details.remoteSessionId,
      "local-cookie": formatCookie(details.localCookie[0]!),
      "remote-cookie": formatCookie(details.remoteCookie),
      "layer-2-sublayer": details.l2SublayerPresent,
    };
    yield [details.swIfIndex, shown];
  }
}

function withoutCookies(tunnel: Tunnel): string {
  const { local, remote, "local-session-id": localId, "remote-session-id": remoteId } = tunnel;
  return [local, remote, localId, remoteId, tunnel["layer-2-sublayer"] ?? false].join();
}

function cookieOf(text: string): bigint {
  return BigInt(`0x${text}`);
}

function formatCookie(cookie: bigint): string {
  return cookie.toString(16).padStart(16, "0");
}
