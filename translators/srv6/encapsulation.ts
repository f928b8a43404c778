import { SrSetEncapHopLimit, SrSetEncapSource } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { ip6Bytes } from "../ip/addresses.js";

interface SourceValue {
  readonly "source-address": string;
}

const path = "/sweetcomb-srv6:srv6/encapsulation";

/** The source address that policies without one of their own take when they are made. */
export const encapsulationSources = defineKind<Record<never, never>>("srv6-encapsulation-source", []);

/** VPP has one, all zeros at first, and does not show it. */
export const encapsulationSource = defineTranslator<Record<never, never>, SourceValue>({
  name: encapsulationSources.name,
  kind: encapsulationSources,
  path,
  keys: {},
  leafs: ["source-address"],
  messages: [SrSetEncapSource],
  create: (context, { value }) => setSource(context, value["source-address"]),
  // So that the policies are made anew, which have the address in their headers.
  update: "recreate",
  delete: (context) => setSource(context, "::"),
  dump: "unreadable",
});

interface HopLimitValue {
  readonly "hop-limit"?: number;
}

/** What VPP starts with. */
const defaultHopLimit = 64;

/** Hop limit of the outer headers of all policies. */
export const encapsulationHopLimit = defineTranslator<Record<never, never>, HopLimitValue>({
  name: "srv6-encapsulation-hop-limit",
  path,
  keys: {},
  leafs: ["hop-limit"],
  // A VPP without segment routing must not be asked for the default.
  when: (value) => (value["hop-limit"] ?? defaultHopLimit) !== defaultHopLimit,
  messages: [SrSetEncapHopLimit],
  create: (context, { value }) => setHopLimit(context, value["hop-limit"]),
  update: (context, { value }) => setHopLimit(context, value["hop-limit"]),
  delete: (context) => setHopLimit(context, defaultHopLimit),
  dump: "unreadable",
});

async function setSource({ vpp }: TranslatorContext, address: string): Promise<void> {
  await vpp.call(SrSetEncapSource, { encapsSource: ip6Bytes(address) });
}

async function setHopLimit({ vpp }: TranslatorContext, hopLimit = defaultHopLimit): Promise<void> {
  await vpp.call(SrSetEncapHopLimit, { hopLimit });
}
