import { LbConf } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { ip4Bytes, ip6Bytes } from "../ip/addresses.js";

interface Value {
  readonly "ipv4-source-address"?: string;
  readonly "ipv6-source-address"?: string;
  readonly "sticky-buckets-per-core"?: number;
  readonly "flow-timeout"?: number;
}

/** What VPP has before anything is configured. */
const defaults = { stickyBucketsPerCore: 1024, flowTimeout: 40 } as const;

/** The settings for all virtual addresses. There is one such object, VPP never forgets it and never tells it. */
export const lbGlobal = defineTranslator<Record<never, never>, Value>({
  name: "lb-global",
  path: "/sweetcomb-lb:load-balancer/global",
  keys: {},
  leafs: ["ipv4-source-address", "ipv6-source-address", "sticky-buckets-per-core", "flow-timeout"],
  // The container is always there, with its defaults; a VPP without the lb plugin must not be asked for those.
  when: (value) => !isDefault(value),
  messages: [LbConf],
  validate({ value }) {
    const buckets = value["sticky-buckets-per-core"] ?? defaults.stickyBucketsPerCore;
    if ((buckets & (buckets - 1)) === 0) return undefined;
    return { leaf: "sticky-buckets-per-core", message: "The number of sticky buckets has to be a power of two" };
  },
  create: (context, { value }) => configure(context, value),
  update: (context, { value }) => configure(context, value),
  delete: (context) => configure(context, {}),
  dump: "unreadable",
});

async function configure({ vpp }: TranslatorContext, value: Value): Promise<void> {
  const { "ipv4-source-address": ip4, "ipv6-source-address": ip6 } = value;
  await vpp.call(LbConf, {
    ip4SrcAddress: ip4 === undefined ? unset(4) : ip4Bytes(ip4),
    ip6SrcAddress: ip6 === undefined ? unset(16) : ip6Bytes(ip6),
    stickyBucketsPerCore: value["sticky-buckets-per-core"] ?? defaults.stickyBucketsPerCore,
    flowTimeout: value["flow-timeout"] ?? defaults.flowTimeout,
  });
}

function isDefault(value: Value): boolean {
  return (
    value["ipv4-source-address"] === undefined &&
    value["ipv6-source-address"] === undefined &&
    (value["sticky-buckets-per-core"] ?? defaults.stickyBucketsPerCore) === defaults.stickyBucketsPerCore &&
    (value["flow-timeout"] ?? defaults.flowTimeout) === defaults.flowTimeout
  );
}

/** A source address that is not configured is all ones, as VPP has it at its start. */
function unset(size: number): Uint8Array {
  return new Uint8Array(size).fill(0xff);
}
