import {
  IpsecSadEntryAddV2,
  IpsecSadEntryDel,
  IpsecSadEntryUpdate,
  type IpsecSaV5Details,
  IpsecSaV5Dump,
  type Tunnel,
} from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { familyOf, formatAddress } from "../ip/addresses.js";
import { refuseOwnEnd } from "../ip/own-tunnel-ends.js";
import { tunnelEndMarks } from "../ip/tunnel-ends.js";
import { ipTables } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";
import { encryptionNamed } from "./algorithms.js";
import { type AssociationKey, endOfAssociation, securityAssociations } from "./associations.js";
import { exceptions, headerMarks, refuseSentAgain } from "./rule-fence.js";
import { readSaCounters, type SaCounters } from "./sa-counters.js";
import { associationFrom, type SaTunnel, type SecurityAssociation, sadEntry, tunnelFields } from "./sa-wire.js";

export const associationPath = "/sweetcomb-ipsec:ipsec/security-association";
export const associationKeys = { id: "security-association/id" } as const;

/** A security association. VPP can move the ends of its tunnel and its UDP ports; its keys stay. */
export const securityAssociation = defineTranslator<AssociationKey, SecurityAssociation>({
  name: "ipsec-sa",
  kind: securityAssociations,
  path: associationPath,
  keys: associationKeys,
  leafs: [
    "spi",
    "protocol",
    "direction",
    "encryption-algorithm",
    "encryption-key",
    "integrity-algorithm",
    "integrity-key",
    "salt",
    "extended-sequence-numbers",
    "anti-replay-window",
    "asynchronous",
    "tunnel",
    "udp-encapsulation",
  ],
  messages: [IpsecSadEntryAddV2, IpsecSadEntryDel, IpsecSadEntryUpdate, IpsecSaV5Dump],
  validate: refuseAssociation,
  marks: ({ value }) => [...tunnelEndMarks(endOfAssociation(value)), ...headerMarks(value)],
  validateTogether: ({ key, value }, objects) =>
    refuseOwnEnd(endOfAssociation(value), "tunnel/destination", objects) ??
    refuseSentAgain(Number(key.id), "tunnel/destination", objects),
  // One that moves finds the rule that lets its packets pass.
  afterAll: [exceptions],
  dependsOn: ({ value: { tunnel } }) => (tunnel?.vrf === undefined ? [] : [tableOf(tunnel, tunnel.vrf)]),
  async create(context, { key, value }) {
    refuseDes(value);
    await context.vpp.call(IpsecSadEntryAddV2, { entry: sadEntry(key.id, value, tableIdOf(context, value.tunnel)) });
  },
  canUpdate: (before, after) => isSame(withoutEnds(before), withoutEnds(after)) && !isInboundIp6(before),
  async update(context, { key, value }) {
    const udp = value["udp-encapsulation"];
    await context.vpp.call(IpsecSadEntryUpdate, {
      sadId: Number(key.id),
      isTun: value.tunnel !== undefined,
      ...(value.tunnel !== undefined && { tunnel: tunnelFields(value.tunnel, tableIdOf(context, value.tunnel)) }),
      udpSrcPort: udp?.["source-port"] ?? KEEP_PORT,
      udpDstPort: udp?.["destination-port"] ?? KEEP_PORT,
    });
  },
  delete: ({ vpp }, { key }) => goneIsFine(vpp.call(IpsecSadEntryDel, { id: Number(key.id) })),
  reads: [interfaces, ipTables.ipv4, ipTables.ipv6],
  async *dump(context) {
    const counters = await readSaCounters(context);
    for await (const details of context.vpp.dump(IpsecSaV5Dump, { saId: 0 })) {
      const value = associationFrom(details, (tunnel) => vrfOf(context, tunnel));
      if (value === undefined) continue;
      yield { key: { id: String(details.entry.sadId) }, value, state: { state: stateOf(context, details, counters) } };
    }
  },
});

/** "Leave the port as it is" in ipsec_sad_entry_update. */
const KEEP_PORT = 0xffff;
const NO_THREAD = 0xffff;

function stateOf({ keyOf }: TranslatorContext, details: IpsecSaV5Details, counters: SaCounters) {
  const { seqOutbound, lastSeqInbound, replayWindow, threadIndex, swIfIndex } = details;
  const protectedInterface = swIfIndex === NO_INTERFACE ? undefined : keyOf(interfaces, swIfIndex)?.name;
  return {
    "last-sequence-sent": String(seqOutbound),
    "highest-sequence-received": String(lastSeqInbound),
    "replay-window": String(replayWindow),
    // Until the first packet there is none.
    ...(threadIndex < NO_THREAD && { thread: threadIndex }),
    ...(protectedInterface !== undefined && { "protected-interface": protectedInterface }),
    ...counters(details.statIndex),
  };
}

/** VPP 26.06 dies of a key whose length is wrong when the association is in tunnel mode, so none may reach it. */
function refuseAssociation({ value }: Entry<AssociationKey, SecurityAssociation>): Refusal | undefined {
  const name = value["encryption-algorithm"] ?? "none";
  const { keyLength, integrity } = encryptionNamed(name);
  const given = (value["encryption-key"] ?? "").length / 2;
  if (given !== keyLength) {
    return { leaf: "encryption-key", message: `${name} needs a key of ${keyLength} bytes, and not of ${given}` };
  }
  const hasIntegrity = (value["integrity-algorithm"] ?? "none") !== "none";
  if (hasIntegrity && integrity !== "optional") {
    const reason = integrity === "aead" ? "authenticates itself" : "cannot be combined with authentication in VPP";
    return { leaf: "integrity-algorithm", message: `${name} ${reason}: integrity-algorithm has to be none` };
  }
  if (name.startsWith("aes-ctr") && value["integrity-algorithm"] === "md5-96") {
    return { leaf: "integrity-algorithm", message: `VPP does not combine ${name} with md5-96` };
  }
  if (hasIntegrity && value["integrity-key"] === undefined) {
    return { leaf: "integrity-key", message: "The integrity algorithm needs a key" };
  }
  return undefined;
}

/** VPP 26.06 takes DES keys of 7 bytes alone, where DES has 8 (RFC 2405). */
function refuseDes(value: SecurityAssociation): void {
  if (value["encryption-algorithm"] !== "des-cbc") return;
  throw new NotSupportedByVpp("encryption-algorithm", "This VPP takes no DES keys of 8 bytes, so des-cbc is refused");
}

function tableOf({ destination }: SaTunnel, vrf: string) {
  return ipTables[familyOf(destination)].at({ vrf });
}

function tableIdOf({ handleOf }: TranslatorContext, tunnel: SaTunnel | undefined): number {
  return tunnel?.vrf === undefined ? 0 : handleOf(tableOf(tunnel, tunnel.vrf));
}

function vrfOf({ keyOf }: TranslatorContext, { dst, tableId }: Tunnel): string | undefined {
  return keyOf(ipTables[familyOf(formatAddress(dst))], tableId)?.vrf;
}

/** What ipsec_sad_entry_update cannot change. */
function withoutEnds(value: SecurityAssociation): unknown {
  const { tunnel, "udp-encapsulation": udp, ...rest } = value;
  const { source: _source, destination: _destination, ...header } = tunnel ?? {};
  const family = tunnel === undefined ? undefined : familyOf(tunnel.source);
  return { ...rest, header, family, isInUdp: udp !== undefined };
}

/** VPP 26.06 loses the way to an inbound association of IPv6 when its source moves. */
function isInboundIp6({ direction, tunnel }: SecurityAssociation): boolean {
  return direction === "inbound" && tunnel !== undefined && familyOf(tunnel.source) === "ipv6";
}

/** Members come in the order of the schema in both. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
