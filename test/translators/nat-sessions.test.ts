/** What an operator sees and does about sessions of NAT44, without packets. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { VppApiError, type VppCaller } from "vpp-binapi-ts";
import { Nat44DelSession, NatConfigFlags } from "vpp-binapi-ts/api";
import type { StatsEntry } from "vpp-binapi-ts/stats";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { addressBytes, addressNumber } from "../../translators/nat/address-ranges.js";
import { readNatCounters } from "../../translators/nat/counters.js";
import { deleteNat44Sessions } from "../../translators/nat/nat44/delete-sessions.js";
import { assertContains } from "../southbound/contains.js";

const ip = (text: string) => addressBytes(addressNumber(text));
const session = (insidePort: number, outside: string, more: object = {}) => ({
  insideIpAddress: ip("192.0.2.1"),
  insidePort,
  protocol: 17,
  extHostAddress: ip(outside),
  extHostPort: 53,
  flags: 0,
  ...more,
});

/** A VPP with the same sessions in two tables. `gone` is the port of one that ends before it is deleted. */
function vppWith(sessions: readonly object[], gone?: number) {
  const deleted: { readonly port: number; readonly vrfId: number; readonly extHostAddress: Uint8Array }[] = [];
  const answers: Readonly<Record<string, readonly object[]>> = {
    nat44_user_dump: [0, 7].map((vrfId) => ({ ipAddress: ip("192.0.2.1"), vrfId })),
    nat44_user_session_v3_dump: sessions,
  };
  const vpp = {
    async *dump({ name }: { name: string }) {
      yield* answers[name]!;
    },
    async call(_message: object, fields: (typeof deleted)[number]) {
      if (fields.port === gone) throw new VppApiError(-6, Nat44DelSession, fields, {});
      deleted.push(fields);
    },
  };
  return { vpp: vpp as unknown as VppCaller, deleted };
}

const host = { "inside-address": "192.0.2.1" };

test("all sessions of a host are ended, or those with a port, an outside host and a table", async () => {
  const sessions = [session(1000, "198.51.100.1"), session(1001, "198.51.100.1"), session(1001, "198.51.100.2")];
  const every = vppWith(sessions);
  assert.equal(await deleteNat44Sessions(every.vpp, "nat44-ed", host, undefined), 6);
  const one = vppWith(sessions);
  const wanted = { ...host, "inside-port": 1001, "outside-address": "198.51.100.2", "transport-protocol": 17 };
  assert.equal(await deleteNat44Sessions(one.vpp, "nat44-ed", wanted, 7), 1);
  assert.deepEqual(
    one.deleted.map(({ port, vrfId, extHostAddress }) => ({ port, vrfId, extHostAddress })),
    [{ port: 1001, vrfId: 7, extHostAddress: ip("198.51.100.2") }],
  );
  const nobody = vppWith(sessions);
  assert.equal(await deleteNat44Sessions(nobody.vpp, "nat44-ed", { "inside-address": "192.0.2.9" }, undefined), 0);
});

test("a session with twice-nat is named by what the inside host knows of the outside host", async () => {
  const twice = { flags: NatConfigFlags.NAT_IS_TWICE_NAT, extHostNatAddress: ip("192.0.2.200"), extHostNatPort: 9 };
  const { vpp, deleted } = vppWith([session(1000, "198.51.100.1", twice)]);
  assert.equal(await deleteNat44Sessions(vpp, "nat44-ed", host, 0), 1);
  assert.deepEqual(deleted[0]!.extHostAddress, ip("192.0.2.200"));
});

test("a session that ends by itself meanwhile is not counted", async () => {
  const { vpp } = vppWith([session(1000, "198.51.100.1"), session(1001, "198.51.100.1")], 1000);
  assert.equal(await deleteNat44Sessions(vpp, "nat44-ed", host, 0), 1);
});

test("counters are summed over threads and interfaces, and absent where there are none", async () => {
  const simple = (name: string, ...counters: bigint[][]): StatsEntry => ({ kind: "simple", name, counters });
  const context = (entries: readonly StatsEntry[]) =>
    ({
      readStats: async (fits: (name: string) => boolean) => entries.filter(({ name }) => fits(name)),
    }) as unknown as TranslatorContext;
  const counted = [
    simple("/nat44-ed/total-sessions", [2n], [3n]),
    simple("/nat44-ed/in2out/fastpath/udp", [0n, 4n], [1n, 0n]),
    simple("/nat44-ed/out2in/slowpath/drops", [0n, 7n]),
    simple("/nat44-ei/total-users", [8n]),
    simple("/nat44-ei/user-limit-reached", [6n]),
    simple("/nat64/total-sessions", [4n]),
    simple("/nat64/total-bibs", [3n]),
    simple("/if/drops", [9n]),
  ];
  assertContains(await readNatCounters(context(counted), "nat44-ed"), {
    sessions: 5,
    "in-to-out": { "fast-path": { udp: "5" } },
    "out-to-in": { "slow-path": { drops: "7" } },
    hairpinned: "0",
  });
  assertContains(await readNatCounters(context(counted), "nat44-ei"), { sessions: 0, users: 8, "users-limited": "6" });
  assert.deepEqual(await readNatCounters(context(counted), "nat64"), { sessions: 4, bindings: 3 });
  for (const plugin of ["nat44-ed", "nat44-ei", "nat64", "det44"]) {
    assert.equal(await readNatCounters(context([simple("/if/drops", [9n])]), plugin), undefined);
  }
});
