import { HmacKeyId, OneAddDelLocalEid, OneLocatorSetDump } from "vpp-binapi-ts/api";
import {
  defineKind,
  defineTranslator,
  type Entry,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { type EidKey, eid } from "./eid.js";
import { eidTableDependency } from "./eid-table.js";
import { locatorSets, setsThere } from "./locator-set.js";
import { findMapping, type ListedMapping, listLocalMappings, messagesOfMappings } from "./mappings.js";
import { lispPath, lispPlane } from "./plane.js";
import { addUnlessSameAddress } from "./same-address.js";

interface Value {
  readonly "locator-set"?: string;
  readonly authentication?: { readonly algorithm: keyof typeof algorithms; readonly key: string };
}

const algorithms = {
  "hmac-sha-1-96": HmacKeyId.KEY_ID_API_HMAC_SHA_1_96,
  "hmac-sha-256-128": HmacKeyId.KEY_ID_API_HMAC_SHA_256_128,
} as const;

/** VPP reads a key up to its first zero. */
const KEY_BYTES = 64;

export const localMappings = defineKind<EidKey>("lisp-local-mapping", ["vni", "eid"]);

/** Endpoints that are here. VPP changes no mapping in place. */
export const localMapping = defineTranslator<EidKey, Value>({
  name: localMappings.name,
  kind: localMappings,
  path: `${lispPath}/local-mapping`,
  keys: { vni: "local-mapping/vni", eid: "local-mapping/eid" },
  leafs: ["locator-set", "authentication"],
  messages: [OneAddDelLocalEid, OneLocatorSetDump, ...messagesOfMappings],
  validate: refuseLongKey,
  dependsOn: ({ key, value }) => [
    lispPlane.at({}),
    locatorSets.at({ name: value["locator-set"]! }),
    ...eidTableDependency(key),
  ],
  create: (context, entry) => addUnlessSameAddress(context, entry.key, () => addOrDelete(context.vpp, entry, true)),
  update: "recreate",
  async delete(context, entry) {
    // VPP deletes the mapping around these endpoints, in part, when theirs is gone, and writes elsewhere when the set is another.
    const found = await findMapping(context, entry.key);
    if (found === undefined || !found.details.isLocal) return;
    await addOrDelete(context.vpp, { ...entry, value: { "locator-set": await setOf(context, entry, found) } }, false);
  },
  reads: [locatorSets],
  async *dump(context) {
    for (const mapping of await listLocalMappings(context)) {
      const { key, lsIndex } = mapping;
      const configured = context.configured<Value>(localMappings.at(key));
      // VPP does not tell the set when that is empty.
      const name = lsIndex === undefined ? configured?.["locator-set"] : context.keyOf(locatorSets, lsIndex)?.name;
      if (name !== undefined) yield { key, value: { "locator-set": name, ...shownKey(mapping, configured) } };
    }
  },
});

function refuseLongKey({ value: { authentication } }: Entry<EidKey, Value>): Refusal | undefined {
  if (Buffer.byteLength(authentication?.key ?? "") < KEY_BYTES) return undefined;
  return { leaf: "authentication/key", message: `VPP keeps ${KEY_BYTES - 1} bytes of a key` };
}

async function addOrDelete(vpp: TranslatorContext["vpp"], { key, value }: Entry<EidKey, Value>, isAdd: boolean) {
  const { authentication } = value;
  const bytes = new Uint8Array(KEY_BYTES);
  bytes.set(Buffer.from(authentication?.key ?? ""));
  await vpp.call(OneAddDelLocalEid, {
    isAdd,
    eid: eid(key.eid),
    vni: Number(key.vni),
    locatorSetName: value["locator-set"] ?? "",
    key: {
      id: authentication === undefined ? HmacKeyId.KEY_ID_API_HMAC_NO_KEY : algorithms[authentication.algorithm],
      key: bytes,
    },
  });
}

async function setOf(context: TranslatorContext, { value }: Entry<EidKey, Value>, { lsIndex }: ListedMapping) {
  const sets = await setsThere(context);
  const [name] = [...sets].find(([, index]) => index === lsIndex) ?? [];
  return name ?? value["locator-set"] ?? "";
}

function shownKey({ details: { key } }: ListedMapping, configured: Value | undefined): Pick<Value, "authentication"> {
  const end = key.key.indexOf(0);
  const text = Buffer.from(key.key.subarray(0, end === -1 ? KEY_BYTES : end)).toString();
  if (text === "") return {};
  const names = Object.keys(algorithms) as (keyof typeof algorithms)[];
  const algorithm = names.find((name) => algorithms[name] === key.id) ?? configured?.authentication?.algorithm;
  return algorithm === undefined ? {} : { authentication: { algorithm, key: text } };
}
