import { DsliteAddDelPoolAddrRange, DsliteAddressDump, DsliteGetAftrAddr, DsliteSetAftrAddr } from "vpp-binapi-ts/api";
import { defineTranslator, NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { formatIp4, ip4Bytes } from "../ip/addresses.js";
import { withdrawMessages } from "../routing/withdraw-routes.js";
import { decodeEndpoint, type Endpoint, encodeEndpoint, moveEndpoint, removeEndpoint } from "./endpoint.js";
import { readTotals } from "./totals.js";

interface Value extends Endpoint {
  readonly "pool-address"?: readonly string[];
}

const defaultIp4 = "192.0.0.1";

/**
 * The provider's end, with its pool. VPP 26.06 ends when an address is taken out of the pool (nat_add_del_ip4_pool_addr frees
 * what belongs to another one), so addresses are only ever added; without an end no packet gets to the pool.
 */
export const dsliteAftr = defineTranslator<Record<never, string>, Value>({
  name: "dslite-aftr",
  path: "/sweetcomb-dslite:dslite/aftr",
  keys: {},
  leafs: ["ipv6-address", "ipv4-address", "pool-address"],
  messages: [DsliteSetAftrAddr, DsliteGetAftrAddr, DsliteAddDelPoolAddrRange, DsliteAddressDump, ...withdrawMessages],
  async create(context, { value }) {
    await fillPool(context, value);
    await setAddresses(context)(encodeEndpoint(value, defaultIp4));
  },
  async update(context, { value }, before) {
    await fillPool(context, value);
    await moveEndpoint(context, setAddresses(context), encodeEndpoint(value, defaultIp4), before);
  },
  // A subscriber's end has all of IPv4 go to the AFTR.
  delete: (context, { value }) => removeEndpoint(context, setAddresses(context), value, ["0.0.0.0/0"]),
  async *dump(context) {
    const endpoint = decodeEndpoint(await context.vpp.call(DsliteGetAftrAddr, {}));
    if (endpoint === undefined) return;
    const pool = [...(await poolOf(context))].sort();
    const value = { ...endpoint, ...(pool.length > 0 && { "pool-address": pool }) };
    yield { key: {}, value, state: await readTotals(context) };
  },
  /** An address that could not be taken out again is shown, and is no reason to try it anew at each comparison. */
  matches(configured, dumped) {
    const pool = new Set(dumped["pool-address"]);
    return (
      configured["ipv6-address"] === dumped["ipv6-address"] &&
      (configured["ipv4-address"] ?? defaultIp4) === dumped["ipv4-address"] &&
      (configured["pool-address"] ?? []).every((address) => pool.has(address))
    );
  },
});

function setAddresses({ vpp }: TranslatorContext) {
  return (addresses: { readonly ip4Addr: Uint8Array; readonly ip6Addr: Uint8Array }) =>
    vpp.call(DsliteSetAftrAddr, addresses);
}

async function fillPool(context: TranslatorContext, { "pool-address": wanted = [] }: Value): Promise<void> {
  const pool = await poolOf(context);
  const extra = [...pool].find((address) => !wanted.includes(address));
  if (extra !== undefined) {
    const message = `VPP 26.06 ends when an address is taken out of its pool, so ${extra} stays there until VPP starts again without the AFTR`;
    throw new NotSupportedByVpp("pool-address", message);
  }
  const added = wanted.filter((address) => !pool.has(address)).map(ip4Bytes);
  const add = (one: Uint8Array) => ({ startAddr: one, endAddr: one, isAdd: true });
  await Promise.all(added.map((one) => context.vpp.call(DsliteAddDelPoolAddrRange, add(one))));
}

async function poolOf({ vpp }: TranslatorContext): Promise<ReadonlySet<string>> {
  const pool = new Set<string>();
  for await (const { ipAddress } of vpp.dump(DsliteAddressDump)) pool.add(formatIp4(ipAddress));
  return pool;
}
