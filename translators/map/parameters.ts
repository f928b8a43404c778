import {
  MapParamGet,
  MapParamSetFragmentation,
  MapParamSetIcmp,
  MapParamSetIcmp6,
  MapParamSetSecurityCheck,
  MapParamSetTcp,
  MapParamSetTrafficClass,
} from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { allOrNone } from "../all-or-none.js";
import { formatIp4, ip4Bytes } from "../ip/addresses.js";

interface Value {
  readonly "inner-fragmentation"?: boolean;
  readonly "ignore-dont-fragment"?: boolean;
  readonly "icmp-source"?: string;
  readonly "icmpv6-unreachable"?: boolean;
  readonly "source-check"?: boolean;
  readonly "fragment-source-check"?: boolean;
  readonly "traffic-class"?: number;
  readonly "tcp-mss"?: number;
}

const parameters = defineKind<Record<never, string>>("map-parameters", []);

/** What VPP begins with, apart from the traffic class, which it copies. */
const initial = {
  "inner-fragmentation": false,
  "ignore-dont-fragment": false,
  "icmp-source": "0.0.0.0",
  "icmpv6-unreachable": false,
  "source-check": true,
  "fragment-source-check": false,
} as const;

/** What holds for all domains. VPP does not show the segment size. */
export const mapParameters = defineTranslator<Record<never, string>, Value>({
  name: parameters.name,
  kind: parameters,
  path: "/sweetcomb-map:address-port-mapping/parameters",
  keys: {},
  leafs: [
    "inner-fragmentation",
    "ignore-dont-fragment",
    "icmp-source",
    "icmpv6-unreachable",
    "source-check",
    "fragment-source-check",
    "traffic-class",
    "tcp-mss",
  ],
  messages: [
    MapParamGet,
    MapParamSetFragmentation,
    MapParamSetIcmp,
    MapParamSetIcmp6,
    MapParamSetSecurityCheck,
    MapParamSetTcp,
    MapParamSetTrafficClass,
  ],
  create: (context, { value }) => change(context, {}, value),
  update: (context, { value }, before) => change(context, before, value),
  delete: (context, { value }) => change(context, value, {}),
  async *dump({ vpp, configured }) {
    const found = await vpp.call(MapParamGet, {});
    const value = {
      "inner-fragmentation": found.fragInner !== 0,
      "ignore-dont-fragment": found.fragIgnoreDf !== 0,
      "icmp-source": formatIp4(found.icmpIp4ErrRelaySrc),
      "icmpv6-unreachable": found.icmp6EnableUnreachable,
      "source-check": found.secCheckEnable,
      "fragment-source-check": found.secCheckFragments,
      ...(!found.tcCopy && { "traffic-class": found.tcClass }),
    };
    const isInitial = JSON.stringify(value) === JSON.stringify(initial);
    if (!isInitial || configured(parameters.at({})) !== undefined) yield { key: {}, value };
  },
  unreadable: ["tcp-mss"],
});

type Part = (vpp: TranslatorContext["vpp"], value: Value) => Promise<unknown>;

const parts: readonly Part[] = [
  (vpp, value) =>
    vpp.call(MapParamSetFragmentation, {
      inner: value["inner-fragmentation"] ?? false,
      ignoreDf: value["ignore-dont-fragment"] ?? false,
    }),
  (vpp, value) =>
    vpp.call(MapParamSetIcmp, { ip4ErrRelaySrc: ip4Bytes(value["icmp-source"] ?? initial["icmp-source"]) }),
  (vpp, value) => vpp.call(MapParamSetIcmp6, { enableUnreachable: value["icmpv6-unreachable"] ?? false }),
  (vpp, value) =>
    vpp.call(MapParamSetSecurityCheck, {
      enable: value["source-check"] ?? true,
      fragments: value["fragment-source-check"] ?? false,
    }),
  (vpp, { "traffic-class": tcClass }) =>
    vpp.call(MapParamSetTrafficClass, { copy: tcClass === undefined, tcClass: tcClass ?? 0 }),
  (vpp, value) => vpp.call(MapParamSetTcp, { tcpMss: value["tcp-mss"] ?? 0 }),
];

function change({ vpp }: TranslatorContext, before: Value, after: Value): Promise<void> {
  return allOrNone(parts.map((set) => ({ do: () => set(vpp, after), undo: () => set(vpp, before) })));
}
