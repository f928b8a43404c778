import { IoamExportIp6EnableDisable } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { ip4Bytes } from "../ip/addresses.js";

interface Value {
  readonly export: { readonly "collector-address": string; readonly "source-address": string };
}

/** Where traces are sent to. VPP does not show it. */
export const ioamExport = defineTranslator<Record<never, string>, Value>({
  name: "ioam-export",
  path: "/sweetcomb-ioam:ioam",
  keys: {},
  leafs: ["export"],
  messages: [IoamExportIp6EnableDisable],
  create: (context, { value }) => enableOrDisable(context, value, true),
  update: "recreate",
  delete: (context, { value }) => enableOrDisable(context, value, false),
  dump: "unreadable",
});

async function enableOrDisable({ vpp }: TranslatorContext, value: Value, isOn: boolean): Promise<void> {
  await vpp.call(IoamExportIp6EnableDisable, {
    isDisable: !isOn,
    collectorAddress: ip4Bytes(value.export["collector-address"]),
    srcAddress: ip4Bytes(value.export["source-address"]),
  });
}
