import { DsliteGetB4Addr, DsliteSetB4Addr } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { withdrawMessages } from "../routing/withdraw-routes.js";
import { decodeEndpoint, type Endpoint, encodeEndpoint, moveEndpoint, removeEndpoint } from "./endpoint.js";

const defaultIp4 = "192.0.0.2";

/** The subscriber's end. VPP refuses it as a disabled feature unless its startup configuration has made it one. */
export const dsliteB4 = defineTranslator<Record<never, string>, Endpoint>({
  name: "dslite-b4",
  path: "/sweetcomb-dslite:dslite/b4",
  keys: {},
  leafs: ["ipv6-address", "ipv4-address"],
  messages: [DsliteSetB4Addr, DsliteGetB4Addr, ...withdrawMessages],
  async create(context, { value }) {
    await setAddresses(context)(encodeEndpoint(value, defaultIp4));
  },
  update: (context, { value }, before) =>
    moveEndpoint(context, setAddresses(context), encodeEndpoint(value, defaultIp4), before),
  delete: (context, { value }) => removeEndpoint(context, setAddresses(context), value),
  async *dump({ vpp }) {
    const value = decodeEndpoint(await vpp.call(DsliteGetB4Addr, {}));
    if (value !== undefined) yield { key: {}, value };
  },
});

function setAddresses({ vpp }: TranslatorContext) {
  return (addresses: { readonly ip4Addr: Uint8Array; readonly ip6Addr: Uint8Array }) =>
    vpp.call(DsliteSetB4Addr, addresses);
}
