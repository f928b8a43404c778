import { NshAddDelEntry, type NshEntryDetails, NshEntryDump } from "vpp-binapi-ts/api";
import {
  defineKind,
  defineTranslator,
  type Entry,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";
import { decodeFields, encodeFields, inOrder, METADATA_BYTES, type MetadataField } from "./metadata-fields.js";
import { type PathKey, pathKey, pathNumber } from "./path-number.js";

interface Value {
  readonly ttl?: number;
  readonly oam?: boolean;
  readonly "critical-metadata"?: boolean;
  readonly "next-protocol": keyof typeof protocols;
  readonly context?: Readonly<Partial<Record<(typeof words)[number], number>>>;
  readonly "metadata-field"?: readonly MetadataField[];
}

const words = ["word-1", "word-2", "word-3", "word-4"] as const;

/** RFC 8300 2.2. */
const protocols = { ipv4: 1, ipv6: 2, ethernet: 3, nsh: 4, mpls: 5 } as const;

const OAM_BIT = 0x20;
const CRITICAL_BIT = 0x10;
const DEFAULT_TTL = 63;
const ALL = 0xffff_ffff;

const headers = defineKind<PathKey>("nsh-header", ["path", "index"]);

/** A network service header. VPP finds it by path and index, and changes none. */
export const nshHeader = defineTranslator<PathKey, Value>({
  name: headers.name,
  kind: headers,
  path: "/sweetcomb-nsh:nsh/header",
  keys: { path: "header/service-path", index: "header/service-index" },
  leafs: ["ttl", "oam", "critical-metadata", "next-protocol", "context", "metadata-field"],
  messages: [NshAddDelEntry, NshEntryDump],
  validate: refuseLongMetadata,
  create: (context, entry) => addOrDelete(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(addOrDelete(context, entry, false)),
  async *dump(context) {
    for await (const details of context.vpp.dump(NshEntryDump, { entryIndex: ALL })) {
      const key = pathKey(details.nspNsi);
      const value = shownValue(details, context.configured<Value>(headers.at(key)));
      if (value !== undefined) yield { key, value };
    }
  },
});

function refuseLongMetadata({ value }: Entry<PathKey, Value>): Refusal | undefined {
  const fields = value["metadata-field"];
  const length = fields === undefined ? 0 : encodeFields(fields).length;
  if (length <= METADATA_BYTES) return undefined;
  const message = `The fields take ${length} bytes; VPP has room for ${METADATA_BYTES}`;
  return { leaf: "metadata-field", message };
}

async function addOrDelete({ vpp }: TranslatorContext, { key, value }: Entry<PathKey, Value>, isAdd: boolean) {
  const fields = value["metadata-field"];
  const [c1, c2, c3, c4] = words.map((word) => value.context?.[word] ?? 0);
  const encoded = encodeFields(fields ?? []);
  const tlv = new Uint8Array(METADATA_BYTES);
  tlv.set(encoded);
  await vpp.call(NshAddDelEntry, {
    isAdd,
    nspNsi: pathNumber(key.path, key.index),
    mdType: fields === undefined ? 1 : 2,
    verOC: (value.oam ? OAM_BIT : 0) | (value["critical-metadata"] ? CRITICAL_BIT : 0),
    ttl: value.ttl ?? DEFAULT_TTL,
    // In words of four bytes. VPP reckons it itself, and shows what was sent.
    length: 2 + (fields === undefined ? words.length : encoded.length / 4),
    nextProtocol: protocols[value["next-protocol"]],
    ...(fields === undefined ? { c1, c2, c3, c4 } : { tlvLength: encoded.length, tlv }),
  });
}

/** undefined for a header of another protocol, which YANG cannot say. */
function shownValue(details: NshEntryDetails, configured: Value | undefined): Value | undefined {
  const { c1, c2, c3, c4, verOC } = details;
  const found = Object.entries(protocols).find(([, number]) => number === details.nextProtocol);
  if (found === undefined) return undefined;
  const common = {
    ttl: details.ttl,
    oam: (verOC & OAM_BIT) !== 0,
    "critical-metadata": (verOC & CRITICAL_BIT) !== 0,
    "next-protocol": found[0] as Value["next-protocol"],
  };
  if (details.mdType === 1) {
    return { ...common, context: { "word-1": c1, "word-2": c2, "word-3": c3, "word-4": c4 } };
  }
  const indexes = inOrder(configured?.["metadata-field"] ?? []).map(({ index }) => index);
  return { ...common, "metadata-field": decodeFields(details.tlv.subarray(0, details.tlvLength), indexes) };
}
