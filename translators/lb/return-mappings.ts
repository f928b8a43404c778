/**
 * The return mappings of address translation. VPP has one for each server and port, whatever virtual address they are behind, and does not
 * count who uses it. Whoever comes second takes it over, and VPP 26.06 dies when it has collected the mapping of the one and then
 * collects that of the other.
 *
 * It collects the servers that were removed from a virtual address when, a minute after the last time, a server comes to the same
 * address or goes from it. Until then it keeps them, and nothing makes it collect them sooner. Of a virtual address that is deleted,
 * API requests make it collect nothing any more. So an address that may keep a server is made anew before the server comes to another.
 */

import { LbAddDelVipV2, LbAsDump } from "vpp-binapi-ts/api";
import { type Entry, NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { formatAddress } from "../ip/addresses.js";
import { goneIsFine, toleratedIs } from "../vpp-answers.js";
import { type ServerKey, sendServer, servers } from "./servers.js";
import { configuredVips, translatedPort, type VipKey, type VipValue, vipFields, vips } from "./vips.js";
import { type LbWire, lbWire } from "./wire.js";

/** "kept": it was removed, and VPP may have it all the same. */
type State = "used" | "kept";

/** The servers of virtual addresses that translate, as this VPP has them. */
interface Mappings {
  /** By server and port, then by id of the virtual address. */
  readonly holders: Map<string, Map<string, State>>;
  /** The keys of `holders` in which a virtual address stands, by its id, with the address of the server. */
  readonly ofVip: Map<string, Map<string, string>>;
  /** Servers that are coming or going: it is not known yet whether a virtual address has them. */
  readonly underWay: Set<Promise<void>>;
  /** Ends when virtual addresses that are being made anew are there again. */
  renewal: Promise<void> | undefined;
}

/**
 * Brings a server behind a virtual address. Where others may keep an entry of it that would share its return mapping, they are made
 * anew before. Throws NotSupportedByVpp when it is in use behind another that translates.
 */
export async function addServer(context: TranslatorContext, key: ServerKey): Promise<void> {
  const wire = await lbWire(context);
  const mapping = mappingOf(context, key);
  if (mapping === undefined) return sendServer(context, wire, key);

  const mappings = await mappingsIn(context);
  while (mappings.renewal !== undefined) await mappings.renewal;
  const { id } = vips.at(key);
  const before = mappings.holders.get(mapping)?.get(id);
  const others = [...(mappings.holders.get(mapping) ?? [])].filter(([holder]) => holder !== id);
  const user = others.find(([, state]) => state === "used");
  if (user !== undefined) throw isBehindAnother(mapping, user[0]);
  note(mappings, mapping, id, key.address, "used");
  const bring = async () => {
    try {
      for (const [holder] of others) await renew(context, mappings, holder);
      await sendServer(context, wire, key);
    } catch (refusal) {
      if (before === undefined) forget(mappings, id, key.address);
      else note(mappings, mapping, id, key.address, before);
      throw refusal;
    }
  };
  await (others.length === 0 ? amongOthers(mappings, bring) : alone(mappings, bring));
}

/** Takes a server away from a virtual address, which may keep it. */
export async function removeServer(context: TranslatorContext, key: ServerKey, isFlush: boolean): Promise<void> {
  const wire = await lbWire(context);
  const send = () => goneIsFine(sendServer(context, wire, key, { isDel: true, isFlush }));
  const mapping = mappingOf(context, key);
  if (mapping === undefined) return send();

  const mappings = await mappingsIn(context);
  while (mappings.renewal !== undefined) await mappings.renewal;
  await amongOthers(mappings, async () => {
    await send();
    note(mappings, mapping, vips.at(key).id, key.address, "kept");
  });
}

/** The virtual address was deleted: VPP collects nothing of it any more. */
export async function forgetServersOf(context: TranslatorContext, vip: Entry<VipKey, VipValue>): Promise<void> {
  if (translatedPort(vip.key, vip.value) === undefined) return;
  const mappings = await mappingsIn(context);
  const { id } = vips.at(vip.key);
  for (const address of [...(mappings.ofVip.get(id)?.keys() ?? [])]) forget(mappings, id, address);
}

function isBehindAnother(mapping: string, holder: string): NotSupportedByVpp {
  const message = `The server ${mapping} is behind ${holder.replaceAll("|", " ")} too, of which this VPP would die when both are removed, since they translate addresses`;
  return new NotSupportedByVpp("address", message);
}

/** While this works no virtual address is made anew. */
async function amongOthers({ underWay }: Mappings, work: () => Promise<void>): Promise<void> {
  const done = work();
  underWay.add(done);
  try {
    await done;
  } finally {
    underWay.delete(done);
  }
}

/** While this works no other server comes to an address that translates, or goes from one. */
async function alone(mappings: Mappings, work: () => Promise<void>): Promise<void> {
  const done = Promise.allSettled(mappings.underWay).then(work);
  mappings.renewal = done.catch(() => undefined);
  try {
    await done;
  } finally {
    mappings.renewal = undefined;
  }
}

/** Makes a virtual address anew with the servers that it has. When VPP refuses a part of that, it is brought back all the same. */
async function renew(context: TranslatorContext, mappings: Mappings, id: string): Promise<void> {
  const wire = await lbWire(context);
  const vip = [...context.allConfigured<VipKey, VipValue>(vips)].find(({ key }) => vips.at(key).id === id);
  const entries = [...(mappings.ofVip.get(id) ?? [])];
  const isUsed = ([, mapping]: readonly [string, string]) => mappings.holders.get(mapping)?.get(id) === "used";
  const used = entries.filter(isUsed).map(([address]) => address);
  if (vip !== undefined) {
    await goneIsFine(context.vpp.call(LbAddDelVipV2, vipFields(wire, vip, true)));
    try {
      await bringBack(context, wire, vip, used);
    } catch (refusal) {
      await bringBack(context, wire, vip, used);
      throw refusal;
    }
  }
  for (const [address] of entries) if (!used.includes(address)) forget(mappings, id, address);
}

async function bringBack(
  context: TranslatorContext,
  wire: LbWire,
  vip: Entry<VipKey, VipValue>,
  addresses: readonly string[],
): Promise<void> {
  await toleratedIs("VALUE_EXIST", context.vpp.call(LbAddDelVipV2, vipFields(wire, vip, false)));
  for (const address of addresses) {
    await toleratedIs("VALUE_EXIST", sendServer(context, wire, { ...vip.key, address }));
  }
}

/** Asked for once per VPP process, and kept up to date from then on. */
function mappingsIn(context: TranslatorContext): Promise<Mappings> {
  return context.once("lb-return-mappings", async () => {
    const mappings: Mappings = { holders: new Map(), ofVip: new Map(), underWay: new Set(), renewal: undefined };
    const wire = await lbWire(context);
    for await (const { vip, appSrv, flags } of context.vpp.dump(LbAsDump, { protocol: 255, port: 0 })) {
      if (flags !== 0) continue;
      const address = formatAddress(appSrv);
      for (const { key, value } of await configuredVips(context, wire, vip)) {
        const port = translatedPort(key, value);
        if (port !== undefined) note(mappings, `${address} ${port}`, vips.at(key).id, address, "kept");
      }
    }
    for (const { key } of context.allConfigured<ServerKey, unknown>(servers)) {
      const mapping = mappingOf(context, key);
      if (mapping !== undefined) note(mappings, mapping, vips.at(key).id, key.address, "used");
    }
    return mappings;
  });
}

/** Address and port of the server; undefined behind a virtual address that does not translate. */
function mappingOf(context: TranslatorContext, key: ServerKey): string | undefined {
  const port = translatedPort(key, context.configured<VipValue>(vips.at(key)));
  return port === undefined ? undefined : `${key.address} ${port}`;
}

function note({ holders, ofVip }: Mappings, mapping: string, vip: string, address: string, state: State): void {
  holders.set(mapping, (holders.get(mapping) ?? new Map<string, State>()).set(vip, state));
  ofVip.set(vip, (ofVip.get(vip) ?? new Map<string, string>()).set(address, mapping));
}

function forget({ holders, ofVip }: Mappings, vip: string, address: string): void {
  const addresses = ofVip.get(vip);
  const mapping = addresses?.get(address);
  if (addresses === undefined || mapping === undefined) return;
  addresses.delete(address);
  if (addresses.size === 0) ofVip.delete(vip);
  const holding = holders.get(mapping);
  holding?.delete(vip);
  if (holding?.size === 0) holders.delete(mapping);
}
