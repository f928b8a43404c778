import { AddDelIpPuntRedirectV2, AddressFamily, IpPuntRedirectV2Dump } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { type Family, familyOf } from "../ip/addresses.js";
import { defaultVrf } from "../routing/ip-table.js";
import { decodePath, encodePath, type Path, pathDependencies, samePaths } from "../routing/path.js";
import { refusePaths } from "../routing/path-list.js";
import { goneIsFine } from "../vpp-answers.js";

type Key = { readonly interface: string; readonly family: Family };

interface Neighbour {
  readonly "outgoing-interface": string;
  readonly "next-hop-address": string;
}

interface ListedNeighbour extends Neighbour {
  readonly index: string;
  readonly weight?: number;
  readonly preference?: number;
}

type Value = Neighbour | { readonly "next-hop": readonly ListedNeighbour[] };

/** The key that means all interfaces. */
const ANY = "any";

const families = { ipv4: AddressFamily.ADDRESS_IP4, ipv6: AddressFamily.ADDRESS_IP6 } as const;

/** Where punted packets go. VPP keeps it by index when an interface is deleted. */
export const puntRedirect = defineTranslator<Key, Value>({
  name: "punt-redirect",
  path: "/sweetcomb-punt:punt/redirect",
  keys: { interface: "redirect/receiving-interface", family: "redirect/address-family" },
  leafs: ["outgoing-interface", "next-hop-address", "next-hop"],
  messages: [AddDelIpPuntRedirectV2, IpPuntRedirectV2Dump],
  validate: ({ value }) => refusePaths(pathsOf(value), "next-hop"),
  dependsOn: ({ key, value }) => [
    ...pathsOf(value).flatMap(pathDependencies),
    ...(key.interface === ANY ? [] : [interfaces.at({ name: key.interface })]),
  ],
  create: (context, entry) => setRedirect(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(setRedirect(context, entry, false)),
  reads: [interfaces],
  async *dump(context) {
    for (const family of ["ipv4", "ipv6"] as const) {
      const all = { swIfIndex: NO_INTERFACE, af: families[family] };
      for await (const { punt } of context.vpp.dump(IpPuntRedirectV2Dump, all)) {
        // VPP keeps the one for all interfaces at index 0.
        const isAny = punt.rxSwIfIndex === NO_INTERFACE || punt.rxSwIfIndex === 0;
        const from = isAny ? ANY : context.keyOf(interfaces, punt.rxSwIfIndex)?.name;
        const paths = punt.paths.map((path) => decodePath(context, path)).filter((path) => path !== undefined);
        const value = shownWay(paths);
        if (from !== undefined && value !== undefined) yield { key: { interface: from, family }, value };
      }
    }
  },
  matches: (configured, dumped) => samePaths(pathsOf(configured), pathsOf(dumped)),
});

async function setRedirect(context: TranslatorContext, { key, value }: Entry<Key, Value>, isAdd: boolean) {
  const rxSwIfIndex = key.interface === ANY ? NO_INTERFACE : context.handleOf(interfaces.at({ name: key.interface }));
  const paths = pathsOf(value).map((path) => encodePath(context, path));
  await context.vpp.call(AddDelIpPuntRedirectV2, { isAdd, punt: { rxSwIfIndex, af: families[key.family], paths } });
}

function pathsOf(value: Value): readonly Path[] {
  if (!("next-hop" in value)) return [pathTo(value, {})];
  return value["next-hop"].map((listed) => pathTo(listed, listed));
}

function pathTo(neighbour: Neighbour, { weight = 1, preference = 0 }: Partial<ListedNeighbour>): Path {
  const { "outgoing-interface": name, "next-hop-address": address } = neighbour;
  const common = { vrf: defaultVrf, resolveVia: undefined } as const;
  return {
    via: { kind: "hop", family: familyOf(address), interface: name, address, ...common },
    weight,
    preference,
    labels: [],
  };
}

/** Undefined where VPP's paths lead to no neighbour. Entries of a list are numbered, since VPP does not keep their index. */
function shownWay(paths: readonly Path[]): Value | undefined {
  const listed = paths.flatMap(({ via, weight, preference }, index) => {
    if (via.kind !== "hop" || via.interface === undefined || via.address === undefined) return [];
    const neighbour = { "outgoing-interface": via.interface, "next-hop-address": via.address };
    return [{ index: String(index + 1), ...neighbour, weight, preference }];
  });
  const [first, second] = listed;
  if (first === undefined || second !== undefined) return first && { "next-hop": listed };
  const { index: _, weight, preference, ...neighbour } = first;
  return weight === 1 && preference === 0 ? neighbour : { "next-hop": listed };
}
