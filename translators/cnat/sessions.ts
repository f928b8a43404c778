import { type CnatSession, CnatSessionDump } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { formatAddress } from "../ip/addresses.js";

/** As many as the model says; the others are counted. */
const mostListed = 1000;
/** CNAT_SESSION_IS_RETURN of VPP. */
const isReturnFlag = 1 << 4;

/** The direction of the answers. */
export function isReturn({ flags }: CnatSession): boolean {
  return (flags & isReturnFlag) !== 0;
}

/** The connections that VPP tracks: state only, so nothing is ever made. */
export const sessions = defineTranslator<Record<never, never>, object>({
  name: "cnat-sessions",
  path: "/sweetcomb-cnat:cnat/sessions",
  keys: {},
  when: () => false,
  messages: [CnatSessionDump],
  async create() {},
  update: "recreate",
  async delete() {},
  async *dump({ vpp, showsState }) {
    if (!showsState) return;
    let count = 0;
    const session: object[] = [];
    for await (const { session: found } of vpp.dump(CnatSessionDump)) {
      count++;
      if (session.length < mostListed) session.push(stateOf(found));
    }
    if (count > 0) yield { key: {}, value: {}, state: { count, session }, origin: "ietf-origin:learned" };
  },
});

function stateOf(session: CnatSession): object {
  const { tuple } = session;
  const [source, destination] = tuple.addr;
  const [sourcePort, destinationPort] = tuple.port;
  return {
    protocol: tuple.ipProto,
    "source-address": formatAddress(source!),
    "source-port": swapped(sourcePort!),
    "destination-address": formatAddress(destination!),
    "destination-port": swapped(destinationPort!),
    "is-return": isReturn(session),
  };
}

/** VPP 26.06 swaps the bytes of these ports once too often. */
function swapped(port: number): number {
  return ((port & 0xff) << 8) | (port >> 8);
}
