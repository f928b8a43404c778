import {
  CnatEndpointTupleFlags,
  CnatLbType,
  type CnatTranslation,
  CnatTranslationDel,
  CnatTranslationDump,
  CnatTranslationFlags,
  CnatTranslationUpdate,
} from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { familyOf, formatAddress } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { endpoint, isKept, keptEndpoint } from "./endpoint.js";
import { flowHashBits } from "./flow-hash.js";
import { refuseWayBack } from "./leads-back.js";
import { listTranslations } from "./list-translations.js";
import { makePlaces, messagesOfPlaces } from "./places-for-sessions.js";
import { type SourceNatValue, sourceNat } from "./source-nat.js";
import { readTranslated } from "./statistics.js";
import {
  type Backend,
  backendsOf,
  type TranslationKey as Key,
  translations,
  type Translation as Value,
} from "./translations.js";
import { type VirtualAddressValue, virtualAddresses } from "./virtual-addresses.js";

const protocolNumbers: Readonly<Record<string, number>> = { tcp: 6, udp: 17, sctp: 132 };

/** A port of a virtual address. VPP finds it by address, port and protocol, and deletes it by the number that it gave. */
export const translation = defineTranslator<Key, Value>({
  name: translations.name,
  kind: translations,
  path: "/sweetcomb-cnat:cnat/virtual-address/translation",
  keys: { address: "virtual-address/address", protocol: "translation/protocol", port: "translation/port" },
  leafs: ["load-balancing", "flow-hash", "allocate-source-port", "return-sessions", "backend"],
  when: () => true,
  messages: [CnatTranslationUpdate, CnatTranslationDel, CnatTranslationDump, ...messagesOfPlaces],
  validate: refuseTranslation,
  validateTogether: refuseWayBack,
  dependsOn: ({ key: { address } }) => [virtualAddresses.at({ address })],
  async create(context, entry) {
    refuseSourceAddress(context, entry.key.address);
    await makePlaces(context);
    return set(context, entry);
  },
  async update(context, entry) {
    await set(context, entry);
  },
  canUpdate,
  async delete(context, { key }) {
    await goneIsFine(context.vpp.call(CnatTranslationDel, { id: context.handleOf(translations.at(key)) }));
  },
  reads: [virtualAddresses],
  async *dump(context) {
    const translated = await readTranslated(context);
    for (const shown of await listTranslations(context)) {
      const protocol = Object.keys(protocolNumbers).find((name) => protocolNumbers[name] === shown.ipProto);
      if (protocol === undefined) continue;
      const key = { address: formatAddress(shown.vip.addr), protocol, port: String(shown.vip.port) };
      const statistics = translated?.[shown.id];
      yield { key, value: shownValue(shown), handle: shown.id, ...(statistics && { state: { statistics } }) };
    }
  },
  matches: (configured, dumped) => readableText(configured) === readableText(dumped),
  unreadable: ["flow-hash", "allocate-source-port", "return-sessions"],
});

/** The model says so too, but not of what is derived. Without a route for the source address both can be. */
function refuseSourceAddress(context: TranslatorContext, address: string): void {
  const source = context.configured<SourceNatValue>(sourceNat.at({}));
  if (source?.["on-interfaces-only"] === true) return;
  if (source?.["ipv4-address"] !== address && source?.["ipv6-address"] !== address) return;
  const message = `${address} is the address of source-nat: VPP would die when one of the two is removed`;
  throw new NotSupportedByVpp("", message);
}

async function set(context: TranslatorContext, { key, value }: Entry<Key, Value>): Promise<number> {
  const { address, protocol, port } = key;
  const owner = context.configured<VirtualAddressValue>(virtualAddresses.at({ address })) ?? {};
  const family = familyOf(address);
  const { id } = await context.vpp.call(CnatTranslationUpdate, {
    translation: {
      vip: endpoint(address, Number(port)),
      id: 0,
      ipProto: protocolNumbers[protocol] as CnatTranslation["ipProto"],
      isRealIp: Number(owner.shared ?? false),
      flags:
        (value["allocate-source-port"] === true ? CnatTranslationFlags.CNAT_TRANSLATION_ALLOC_PORT : 0) |
        (value["return-sessions"] === false ? CnatTranslationFlags.CNAT_TRANSLATION_NO_RETURN_SESSION : 0) |
        (owner["on-interfaces-only"] === true ? CnatTranslationFlags.CNAT_TRANSLATION_NO_CLIENT : 0),
      lbType: value["load-balancing"] === "maglev" ? CnatLbType.CNAT_LB_TYPE_MAGLEV : CnatLbType.CNAT_LB_TYPE_DEFAULT,
      flowHashConfig: flowHashBits(value["flow-hash"]),
      paths: backendsOf(value).map((backend) => {
        const source = backend["source-address"];
        const sourcePort = backend["source-port"] ?? 0;
        return {
          dstEp: endpoint(backend.address, backend.port),
          srcEp: source === undefined ? keptEndpoint(family, sourcePort) : endpoint(source, sourcePort),
          flags: backend["forward-only"] === true ? CnatEndpointTupleFlags.CNAT_EPT_NO_NAT : 0,
        };
      }),
    },
  });
  return id;
}

/** VPP forgets none of this of a translation that it has, nor the flag of a backend that it has. */
function canUpdate(before: Value, after: Value): boolean {
  const balancing = ({ "load-balancing": way = "flow-hash", "flow-hash": hash = "" }: Value) => `${way} ${hash}`;
  if (balancing(before) !== balancing(after)) return false;
  const forwardOnly = new Map(backendsOf(before).map((backend) => [nameOf(backend), isForwardOnly(backend)]));
  return backendsOf(after).every((backend) => {
    const earlier = forwardOnly.get(nameOf(backend));
    return earlier === undefined || earlier === isForwardOnly(backend);
  });
}

function isForwardOnly(backend: Backend): boolean {
  return backend["forward-only"] ?? false;
}

function nameOf({ address, port, "source-address": source = "", "source-port": sourcePort = 0 }: Backend): string {
  return `${source} ${sourcePort} to ${address} ${port}`;
}

function shownValue({ lbType, paths }: CnatTranslation): Value {
  return {
    "load-balancing": lbType === CnatLbType.CNAT_LB_TYPE_MAGLEV ? "maglev" : "flow-hash",
    backend: paths.map(({ dstEp, srcEp, flags }) => ({
      address: formatAddress(dstEp.addr),
      port: dstEp.port,
      ...(!isKept(srcEp) && { "source-address": formatAddress(srcEp.addr) }),
      ...(srcEp.port !== 0 && { "source-port": srcEp.port }),
      // The other bits are VPP's own.
      ...((flags & CnatEndpointTupleFlags.CNAT_EPT_NO_NAT) !== 0 && { "forward-only": true }),
    })),
  };
}

/** What a dump shows of a translation. The order of backends does not matter. */
function readableText(value: Value): string {
  const backends = backendsOf(value).map((backend) => `${nameOf(backend)} ${isForwardOnly(backend)}`);
  return [value["load-balancing"] ?? "flow-hash", ...backends.sort()].join("; ");
}

function refuseTranslation({ key, value }: Entry<Key, Value>): Refusal | undefined {
  // The model asks for one; without any VPP dies of the message, so it is looked at here as well.
  if (backendsOf(value).length === 0) return { leaf: "backend", message: "VPP dies of a translation without backends" };
  const family = familyOf(key.address);
  for (const backend of backendsOf(value)) {
    const { address, port, "source-address": source } = backend;
    const leaf = `backend[address='${address}'][port='${port}']`;
    if (familyOf(address) !== family) return { leaf, message: `VPP translates ${family} to ${family} only` };
    if (source !== undefined && familyOf(source) !== family) {
      return { leaf: `${leaf}/source-address`, message: `VPP translates ${family} to ${family} only` };
    }
  }
  return undefined;
}
