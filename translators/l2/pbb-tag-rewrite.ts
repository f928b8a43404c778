import { L2InterfacePbbTagRewrite, SubIfFlags, type SwInterfaceDetails, SwInterfaceDump } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import {
  type InterfaceKey,
  interfaceKeys,
  interfacePath,
  interfaces,
  listInterfaces,
} from "../interfaces/interface.js";
import { formatMac, macBytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { l2Attachments } from "./attachment.js";

interface Header {
  readonly "destination-mac-address": string;
  readonly "source-mac-address": string;
  readonly "vlan-id"?: number;
  readonly "service-id": number;
}

interface Rewrite extends Header {
  readonly side: "customer" | "backbone";
}

interface Value {
  readonly "sweetcomb-l2:l2": { readonly "pbb-tag-rewrite": Rewrite };
}

/** VPP's numbers of the operations (l2_vtr_op_t). */
const operations = { none: 0, push: 2, pop: 4 } as const;

/** The backbone header of an interface in layer 2 (IEEE 802.1ah). */
export const pbbTagRewrite = defineTranslator<InterfaceKey, Value>({
  name: "pbb-tag-rewrite",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-l2:l2/pbb-tag-rewrite"],
  messages: [L2InterfacePbbTagRewrite, SwInterfaceDump],
  dependsOn: ({ key }) => [l2Attachments.at(key)],
  create: (context, { key, value }) => rewrite(context, key, value["sweetcomb-l2:l2"]["pbb-tag-rewrite"]),
  update: (context, { key, value }) => rewrite(context, key, value["sweetcomb-l2:l2"]["pbb-tag-rewrite"]),
  delete: (context, { key }) => goneIsFine(ask(context, key, operations.none)),
  reads: [interfaces],
  async *dump(context) {
    for (const { details, name } of (await listInterfaces(context)).values()) {
      if ((details.subIfFlags & SubIfFlags.SUB_IF_API_FLAG_DOT1AH) === 0) continue;
      // VPP does not say which side it is; what is `unreadable` is filled in.
      const header = headerFrom(details) as Rewrite;
      yield { key: { name }, value: { "sweetcomb-l2:l2": { "pbb-tag-rewrite": header } } };
    }
  },
  unreadable: ["sweetcomb-l2:l2/pbb-tag-rewrite/side"],
});

async function rewrite(context: TranslatorContext, key: InterfaceKey, { side, ...header }: Rewrite): Promise<void> {
  // VPP takes the header from the request to put it on only, and keeps it for the one to take it off.
  await ask(context, key, operations.push, header);
  if (side === "customer") return;
  try {
    await ask(context, key, operations.pop);
  } catch (refusal) {
    await ask(context, key, operations.none);
    throw refusal;
  }
}

async function ask(
  { vpp, handleOf }: TranslatorContext,
  key: InterfaceKey,
  vtrOp: number,
  header?: Header,
): Promise<void> {
  await vpp.call(L2InterfacePbbTagRewrite, {
    swIfIndex: handleOf(interfaces.at(key)),
    vtrOp,
    ...(header !== undefined && {
      bDmac: macBytes(header["destination-mac-address"]),
      bSmac: macBytes(header["source-mac-address"]),
      bVlanid: header["vlan-id"] ?? 0,
      iSid: header["service-id"],
    }),
  });
}

function headerFrom({ bDmac, bSmac, bVlanid, iSid }: SwInterfaceDetails): Header {
  return {
    "destination-mac-address": formatMac(bDmac),
    "source-mac-address": formatMac(bSmac),
    "vlan-id": fromHostOrder(bVlanid, 2),
    "service-id": fromHostOrder(iSid, 4),
  };
}

/** VPP 26.06 sends these two in the byte order of its host, and all else in that of the network. */
function fromHostOrder(number: number, bytes: 2 | 4): number {
  return Buffer.from(number.toString(16).padStart(2 * bytes, "0"), "hex").readUIntLE(0, bytes);
}
