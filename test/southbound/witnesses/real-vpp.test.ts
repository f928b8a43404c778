/**
 * What VPP itself shows of what Sweetcomb configured, beside what Sweetcomb reads back: VPP_SOCKET=/run/vpp/api.sock. VPP is asked at
 * the socket of its command line (vppctl.ts), and where that is not found by another client of its API.
 */

import assert from "node:assert/strict";
import { after, before, describe, type TestContext, test } from "node:test";
import { CliInband } from "vpp-binapi-ts/api";
import { Host, noHostsBecause } from "../../packets/host.js";
import { createTestBed, type TestBed } from "../../translators/test-bed.js";
import { assertContains } from "../contains.js";
import { revealed } from "../revealed.js";
import { cliSocketBeside, vppctl } from "../vppctl.js";
import { deviceWitnesses, witnesses } from "./index.js";
import { missingIn, type Witness } from "./witness.js";

const vppSocket = process.env.VPP_SOCKET;
const skip = vppSocket === undefined && "set VPP_SOCKET to the API socket of a VPP that nobody needs";

describe("what VPP's command line shows of what is configured", { skip }, () => {
  let bed: TestBed | undefined;
  before(async () => {
    bed = await createTestBed({ vppSocket });
  });
  after(() => bed?.close());

  const ask = async (command: string): Promise<string> => {
    const cliSocket = cliSocketBeside(vppSocket!);
    if (cliSocket !== undefined) return await vppctl(cliSocket, command);
    const { reply } = await (await bed!.asOther()).call(CliInband, { cmd: command });
    return reply;
  };

  for (const witness of witnesses) {
    test(nameOf(witness), (t) => testify(t, bed!, ask, witness));
  }
  for (const of of deviceWitnesses) {
    test(nameOf(of("")), { skip: noHostsBecause() ?? false }, async (t) => {
      const host = await Host.start("shown", { addresses: [] });
      try {
        await testify(t, bed!, ask, of(host.device));
      } finally {
        host.close();
      }
    });
  }
});

function nameOf({ shown }: Witness): string {
  return `VPP shows ${Object.keys(shown).join(", ")} as configured, and no longer when they are gone`;
}

/** Configures, asks VPP and reads back; takes all away and asks again. */
async function testify(t: TestContext, bed: TestBed, ask: (command: string) => Promise<string>, witness: Witness) {
  const { made = [], configuration, shown, lasting = {}, lacking } = witness;
  for (const line of made) await ask(line);
  try {
    await bed.configure(configuration);
  } catch (refusal) {
    if (lacking === undefined || !lacking.test(String(refusal))) throw refusal;
    t.skip(String(refusal));
    return;
  }
  try {
    assertContains(revealed(await bed.southbound.read({})), configuration);
    for (const [name, testimony] of Object.entries(shown)) {
      const text = await ask(testimony[0]);
      assert.deepEqual(missingIn(text, testimony), [], `${testimony[0]} does not show the ${name}:\n${text}`);
      t.diagnostic(`${name}: ${testimony[0]}`);
    }
  } finally {
    await bed.configure({});
  }
  for (const [name, testimony] of Object.entries(shown)) {
    if (name in lasting) continue;
    const text = await ask(testimony[0]);
    assert.notDeepEqual(missingIn(text, testimony), [], `${testimony[0]} still shows the ${name}:\n${text}`);
  }
}
