/**
 * The return mappings of address translation. VPP has one for each server and port, whatever virtual address they are behind, and does not
 * count who uses it. Whoever comes second takes it over, and VPP 26.06 dies when it has collected the mapping of the one and then
 * collects that of the other: at the first change of servers that comes 40 seconds or more after both were removed.
 */

import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { type ServerKey, servers } from "./servers.js";
import { type VipKey, type VipValue, vips } from "./vip.js";

/** Ids of virtual addresses by the server and port that they translate to. */
type Holders = Map<string, Set<string>>;

/** Throws NotSupportedByVpp when another virtual address translates to the same server and port. Otherwise this one does from now on. */
export async function claimReturnMapping(context: TranslatorContext, key: ServerKey): Promise<void> {
  const mapping = mappingOf(context, key);
  if (mapping === undefined) return;
  const holders = await holdersIn(context);
  const { id } = vips.at(key);
  const [other] = [...(holders.get(mapping) ?? [])].filter((holder) => holder !== id);
  if (other !== undefined) {
    const message = `The server ${mapping} is behind ${other.replaceAll("|", " ")} too, of which this VPP would die when both are removed, since they translate addresses`;
    throw new NotSupportedByVpp("address", message);
  }
  note(holders, mapping, id);
}

/** The server is not, or no longer, behind the virtual address: an undone commit puts it back behind the one that it came from. */
export async function releaseReturnMapping(context: TranslatorContext, key: ServerKey): Promise<void> {
  const mapping = mappingOf(context, key);
  if (mapping === undefined) return;
  (await holdersIn(context)).get(mapping)?.delete(vips.at(key).id);
}

function holdersIn(context: TranslatorContext): Promise<Holders> {
  return context.oncePerRun("lb-return-mappings", async () => allHolders(context));
}

function allHolders(context: TranslatorContext): Holders {
  const holders: Holders = new Map();
  for (const { key } of context.allConfigured<ServerKey, unknown>(servers)) {
    const mapping = mappingOf(context, key);
    if (mapping !== undefined) note(holders, mapping, vips.at(key).id);
  }
  return holders;
}

/** Address and port of the server; undefined behind a virtual address that does not translate. */
function mappingOf(context: TranslatorContext, key: ServerKey): string | undefined {
  const port = translatedPort(key, context.configured<VipValue>(vips.at(key)));
  return port === undefined ? undefined : `${key.address} ${port}`;
}

function translatedPort({ port }: VipKey, vip: VipValue | undefined): number | undefined {
  if (vip?.encapsulation !== "nat4" && vip?.encapsulation !== "nat6") return undefined;
  return vip["target-port"] ?? Number(port);
}

function note(holders: Holders, mapping: string, vip: string): void {
  holders.set(mapping, (holders.get(mapping) ?? new Set()).add(vip));
}
