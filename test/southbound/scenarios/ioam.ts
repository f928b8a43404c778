/** In-situ OAM. */

import assert from "node:assert/strict";
import type * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const ioam = (settings: a.Member) => ({ "sweetcomb-ioam:ioam": settings });

const profile = (id: number, more: a.Member = {}): a.Member => ({
  id,
  prime: "000fffffffffffd1",
  "secret-share": "0000000000000005",
  "public-polynomial": "0000000000000009",
  "lagrange-coefficient": "fedcba9876543210",
  ...more,
});

const trace: a.Member = { data: "all", nodes: 15, "node-id": 77, "application-data": 0xdeadbeef };

export const ioamScenarios: Scenarios = {
  "traces, proofs of transit and what headers have are read back, change, and go": async (bed) => {
    const insertion = { trace: true, "proof-of-transit": true, "sequence-number": true };
    const first = ioam({
      trace: { ...trace, "timestamp-precision": "nanoseconds" },
      "proof-of-transit": {
        name: "path-one",
        "active-profile": 1,
        profile: [profile(0, { secret: "00000000000000ff", "random-bits": 32 }), profile(1)],
      },
      insertion,
      export: { "collector-address": "192.0.2.9", "source-address": "192.0.2.1" },
    });
    await isReadBack(bed, first);
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, first);
    const second = ioam({
      trace: { ...trace, data: "interfaces", nodes: 31 },
      "proof-of-transit": { name: "path-two", profile: [profile(0)] },
      insertion: { trace: true, analyse: true },
      export: { "collector-address": "192.0.2.10", "source-address": "192.0.2.1" },
    });
    await isReadBack(bed, second);
    const { "sweetcomb-ioam:ioam": shown } = (await bed.southbound.read({})) as { "sweetcomb-ioam:ioam": a.Member };
    assert.deepEqual(shown.insertion, {
      trace: true,
      "proof-of-transit": false,
      "sequence-number": false,
      analyse: true,
    });
    assert.equal((shown["proof-of-transit"] as a.Member)["active-profile"], undefined);
    await bed.configure({});
    assert.equal((await bed.southbound.read({}))["sweetcomb-ioam:ioam"], undefined);
  },

  "headers without room, without content, or whose content is not said are refused": async (bed) => {
    const refused = (settings: a.Member, reason: RegExp) => assert.rejects(bed.configure(ioam(settings)), reason);
    await refused({ trace: { ...trace, nodes: 16 } }, /room for 15 nodes/);
    await refused({ trace, insertion: { "sequence-number": true } }, /a trace or a proof/);
    await refused({ insertion: { trace: true } }, /what is traced/);
    const proof = { name: "path", profile: [profile(0)] };
    await refused({ "proof-of-transit": proof, insertion: { "proof-of-transit": true } }, /an active profile/);
    await refused({ "proof-of-transit": { name: "path" } }, /needs a profile/);
    const prime = { ...proof, profile: [profile(0, { prime: "0000000000000000" })] };
    await refused({ "proof-of-transit": prime }, /no prime/);
  },
};
