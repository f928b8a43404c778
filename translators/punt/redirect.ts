import { AddDelIpPuntRedirectV2, AddressFamily, FibPathNhProto, IpPuntRedirectV2Dump } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { formatIp4, formatIp6, ip4Bytes, ip6Bytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";

type Key = { readonly interface: string; readonly family: string };

interface Value {
  readonly "outgoing-interface": string;
  readonly "next-hop-address": string;
}

/** The key that means all interfaces. */
const ANY = "any";

const families = { ipv4: AddressFamily.ADDRESS_IP4, ipv6: AddressFamily.ADDRESS_IP6 } as const;

/** Where punted packets go. VPP keeps it by index when either interface is deleted. */
export const puntRedirect = defineTranslator<Key, Value>({
  name: "punt-redirect",
  path: "/sweetcomb-punt:punt/redirect",
  keys: { interface: "redirect/receiving-interface", family: "redirect/address-family" },
  leafs: ["outgoing-interface", "next-hop-address"],
  messages: [AddDelIpPuntRedirectV2, IpPuntRedirectV2Dump],
  dependsOn: ({ key, value }) => [
    interfaces.at({ name: value["outgoing-interface"] }),
    ...(key.interface === ANY ? [] : [interfaces.at({ name: key.interface })]),
  ],
  create: (context, entry) => setRedirect(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(setRedirect(context, entry, false)),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for (const family of ["ipv4", "ipv6"] as const) {
      const all = { swIfIndex: NO_INTERFACE, af: families[family] };
      for await (const { punt } of vpp.dump(IpPuntRedirectV2Dump, all)) {
        const [path] = punt.paths;
        // VPP keeps the one for all interfaces at index 0.
        const isAny = punt.rxSwIfIndex === NO_INTERFACE || punt.rxSwIfIndex === 0;
        const from = isAny ? ANY : keyOf(interfaces, punt.rxSwIfIndex)?.name;
        const to = path === undefined ? undefined : keyOf(interfaces, path.swIfIndex)?.name;
        if (path === undefined || from === undefined || to === undefined) continue;
        const { ip4, ip6 } = path.nh.address;
        const nextHop = family === "ipv6" ? formatIp6(ip6!) : formatIp4(ip4!);
        yield { key: { interface: from, family }, value: { "outgoing-interface": to, "next-hop-address": nextHop } };
      }
    }
  },
});

async function setRedirect(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<Key, Value>,
  isAdd: boolean,
): Promise<void> {
  const isIp6 = key.family === "ipv6";
  const nextHop = value["next-hop-address"];
  const path = {
    swIfIndex: handleOf(interfaces.at({ name: value["outgoing-interface"] })),
    weight: 1,
    proto: isIp6 ? FibPathNhProto.FIB_API_PATH_NH_PROTO_IP6 : FibPathNhProto.FIB_API_PATH_NH_PROTO_IP4,
    nh: { address: isIp6 ? { ip6: ip6Bytes(nextHop) } : { ip4: ip4Bytes(nextHop) } },
  };
  const rxSwIfIndex = key.interface === ANY ? NO_INTERFACE : handleOf(interfaces.at({ name: key.interface }));
  const af = isIp6 ? families.ipv6 : families.ipv4;
  await vpp.call(AddDelIpPuntRedirectV2, { isAdd, punt: { rxSwIfIndex, af, paths: [path] } });
}
