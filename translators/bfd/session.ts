import {
  BfdUdpAdd,
  BfdUdpAuthActivate,
  BfdUdpAuthDeactivate,
  BfdUdpDel,
  BfdUdpEnableMultihop,
  BfdUdpMod,
  BfdUdpSessionDump,
  BfdUdpSessionSetFlags,
  IfStatusFlags,
} from "vpp-binapi-ts/api";
import {
  type DumpedEntry,
  defineTranslator,
  type Entry,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { address } from "../ip/addresses.js";
import { type LinkSessionKey, linkSessions, marksOfNeighbour } from "../routing/watched-neighbours.js";
import { goneIsFine } from "../vpp-answers.js";
import { changeAuthentication } from "./authentication.js";
import { authenticationKeys } from "./authentication-key.js";
import { refuseLabelsToPeer } from "./labels-to-peer.js";
import { endsOf, fieldsOf, type MultihopKey, type SessionValue, sessionFrom, stateNameOf } from "./session-wire.js";

const leafs = [
  "desired-min-tx-interval",
  "required-min-rx-interval",
  "detection-multiplier",
  "enabled",
  "authentication",
];

const messages = [
  BfdUdpAdd,
  BfdUdpMod,
  BfdUdpDel,
  BfdUdpSessionSetFlags,
  BfdUdpAuthActivate,
  BfdUdpAuthDeactivate,
  BfdUdpSessionDump,
];

/** A session with a neighbour on a link. VPP deletes it with the interface; deleted before, it says goodbye to the peer. */
export const linkSession = defineTranslator<LinkSessionKey, SessionValue>({
  name: linkSessions.name,
  kind: linkSessions,
  path: "/sweetcomb-bfd:bfd/session",
  keys: { interface: "session/interface", local: "session/local-address", peer: "session/peer-address" },
  leafs,
  when: () => true,
  messages,
  dependsOn: ({ key, value }) => [interfaces.at({ name: key.interface }), ...keyOf(value)],
  marks: ({ key }) => marksOfNeighbour(key.interface, key.peer),
  validateTogether: ({ key }, objects) => refuseLabelsToPeer(key, objects),
  // A session that waits for a delayed change uses another key than the one that it names.
  afterAll: [authenticationKeys],
  create: (context, entry) => createSession(context, swIfIndexOf(context, entry), entry),
  canUpdate: changesOneThing,
  update: (context, entry, before) => updateSession(context, swIfIndexOf(context, entry), entry, before),
  delete: (context, entry) => deleteSession(context, swIfIndexOf(context, entry), entry.key),
  reads: [interfaces],
  async *dump(context) {
    for await (const details of context.vpp.dump(BfdUdpSessionDump)) {
      if (details.swIfIndex === NO_INTERFACE) continue;
      const name = context.keyOf(interfaces, details.swIfIndex)?.name;
      if (name !== undefined) yield shown({ interface: name, ...endsOf(details) }, details);
    }
  },
  unreadable: ["authentication/delayed-change"],
});

/** A session over several hops. VPP has to be told once that there are such sessions; it cannot be told the opposite. */
export const multihopSession = defineTranslator<MultihopKey, SessionValue>({
  name: "bfd-multihop-session",
  path: "/sweetcomb-bfd:bfd/multihop-session",
  keys: { local: "multihop-session/local-address", peer: "multihop-session/peer-address" },
  leafs,
  when: () => true,
  messages: [...messages, BfdUdpEnableMultihop],
  dependsOn: ({ value }) => keyOf(value),
  afterAll: [authenticationKeys],
  async create(context, entry) {
    await context.vpp.call(BfdUdpEnableMultihop);
    await createSession(context, NO_INTERFACE, entry);
  },
  canUpdate: changesOneThing,
  update: (context, entry, before) => updateSession(context, NO_INTERFACE, entry, before),
  delete: (context, { key }) => deleteSession(context, NO_INTERFACE, key),
  async *dump(context) {
    for await (const details of context.vpp.dump(BfdUdpSessionDump)) {
      if (details.swIfIndex === NO_INTERFACE) yield shown(endsOf(details), details);
    }
  },
  unreadable: ["authentication/delayed-change"],
});

const ADMIN_DOWN = 0 as IfStatusFlags;

type SessionEntry = Entry<MultihopKey, SessionValue>;

function keyOf({ authentication }: SessionValue) {
  return authentication === undefined ? [] : [authenticationKeys.at({ id: String(authentication.key) })];
}

function swIfIndexOf({ handleOf }: TranslatorContext, { key }: Entry<LinkSessionKey, SessionValue>): number {
  return handleOf(interfaces.at({ name: key.interface }));
}

async function createSession(context: TranslatorContext, swIfIndex: number, { key, value }: SessionEntry) {
  const session = { swIfIndex, localAddr: address(key.local), peerAddr: address(key.peer) };
  await context.vpp.call(BfdUdpAdd, {
    ...session,
    ...fieldsOf(value),
    isAuthenticated: value.authentication !== undefined,
    bfdKeyId: value.authentication?.["key-id"] ?? 0,
    confKeyId: value.authentication?.key ?? 0,
  });
  if (value.enabled !== false) return;
  try {
    await context.vpp.call(BfdUdpSessionSetFlags, { ...session, flags: ADMIN_DOWN });
  } catch (refusal) {
    await deleteSession(context, swIfIndex, key);
    throw refusal;
  }
}

/** Each of these is one message of VPP, which is done or refused as a whole. */
const aspects = [
  (value: SessionValue) => fieldsOf(value),
  ({ authentication }: SessionValue) => authentication,
  ({ enabled = true }: SessionValue) => enabled,
];

function changesOneThing(before: SessionValue, after: SessionValue): boolean {
  return aspects.filter((aspect) => differs(aspect, before, after)).length <= 1;
}

function differs(aspect: (value: SessionValue) => unknown, before: SessionValue, after: SessionValue): boolean {
  return JSON.stringify(aspect(before)) !== JSON.stringify(aspect(after));
}

async function updateSession(
  { vpp }: TranslatorContext,
  swIfIndex: number,
  { key, value }: SessionEntry,
  before: SessionValue,
): Promise<void> {
  const session = { swIfIndex, localAddr: address(key.local), peerAddr: address(key.peer) };
  const { authentication, enabled = true } = value;
  if (differs(fieldsOf, before, value)) await vpp.call(BfdUdpMod, { ...session, ...fieldsOf(value) });
  if (differs((settings) => settings.authentication, before, value)) {
    await changeAuthentication(vpp, session, authentication, before.authentication);
  }
  if (enabled !== (before.enabled ?? true)) {
    await vpp.call(BfdUdpSessionSetFlags, {
      ...session,
      flags: enabled ? IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP : ADMIN_DOWN,
    });
  }
}

async function deleteSession({ vpp }: TranslatorContext, swIfIndex: number, { local, peer }: MultihopKey) {
  const session = { swIfIndex, localAddr: address(local), peerAddr: address(peer) };
  await goneIsFine(vpp.call(BfdUdpDel, session), "BFD_ENOENT");
}

function shown<Key>(key: Key, details: Parameters<typeof sessionFrom>[0]): DumpedEntry<Key, SessionValue> {
  return { key, value: sessionFrom(details), state: { state: stateNameOf(details.state) } };
}
