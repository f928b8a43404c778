import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { CliInband } from "vpp-binapi-ts/api";
import type { TestBed } from "../../translators/test-bed.js";
import { assertContains } from "../contains.js";
import { revealed } from "../revealed.js";
import { cliSocketBeside, vppctl } from "../vppctl.js";
import { missingIn, type Witness } from "./witness.js";

/** What a witness proves. */
export function sentenceOf({ shown }: Witness): string {
  return `VPP shows ${Object.keys(shown).join(", ")} as configured, and no longer when they are gone`;
}

/** Configures, asks VPP and reads back; takes all away and asks again. */
export async function testify(t: TestContext, bed: TestBed, vppSocket: string, witness: Witness): Promise<void> {
  const ask = (command: string) => askVpp(bed, vppSocket, command);
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

/** At the socket of VPP's command line, and where that is not found by another client of its API. */
async function askVpp(bed: TestBed, vppSocket: string, command: string): Promise<string> {
  const cliSocket = cliSocketBeside(vppSocket);
  if (cliSocket !== undefined) return await vppctl(cliSocket, command);
  const { reply } = await (await bed.asOther()).call(CliInband, { cmd: command });
  return reply;
}
