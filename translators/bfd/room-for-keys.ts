/**
 * VPP 26.06 has the authentication keys of BFD in one piece of memory, moves it when it grows, and the sessions go on with the keys where
 * they were: they would sign with what stands there later. So the room is made before a session has a key.
 */

import { BfdAuthDelKey, BfdAuthKeysDump, BfdAuthSetKey } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";

type Vpp = TranslatorContext["vpp"];

/** As many as YANG allows. */
const MOST_KEYS = 64;
/** Numbers of keys that nobody configures. */
const FIRST_SPARE = 0xffff_ff00;

/** Whether a key makes room: one that is there was left by a server that died. */
export function isSpareKey(confKeyId: number): boolean {
  return confKeyId >= FIRST_SPARE;
}

/** Once for each VPP: fills it with keys and takes them away, which leaves their places. Where sessions have keys, it was done before them. */
export function makeRoomForKeys({ once, vpp }: TranslatorContext): Promise<void> {
  return once("room for BFD keys", async () => {
    let count = 0;
    for await (const { useCount, confKeyId } of vpp.dump(BfdAuthKeysDump)) {
      if (useCount > 0) return;
      if (!isSpareKey(confKeyId)) count++;
    }
    await growTo(vpp, MOST_KEYS - count);
  });
}

async function growTo(vpp: Vpp, count: number): Promise<void> {
  const spare = Array.from({ length: count }, (_, index) => FIRST_SPARE + index);
  const key = { authType: 4, keyLen: 1, key: new Uint8Array(1) };
  try {
    await Promise.all(spare.map((confKeyId) => vpp.call(BfdAuthSetKey, { confKeyId, ...key })));
  } finally {
    await Promise.all(spare.map((confKeyId) => goneIsFine(vpp.call(BfdAuthDelKey, { confKeyId }), "BFD_ENOENT")));
  }
}
