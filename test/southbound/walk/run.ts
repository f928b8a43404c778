/**
 * Long walks over configurations, each on a VPP just started:
 * VPP_COMMAND="vpp -c startup.conf" VPP_SOCKET=/run/vpp/api.sock node scripts/run.mjs test/southbound/walk/run.ts --rounds 10 --steps 60
 * `--drawn` takes so many scenarios for a round, `--frames` lets so many frames come to each interface behind each step. `--keep FILE` writes what was done
 * before VPP ended, which is shrunk and printed, and `--replay FILE` begins with that.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { RealVpp } from "../../support/real-vpp.js";
import { createTestBed, type TestBed } from "../../translators/test-bed.js";
import { shrink } from "../../vpp-api/walk/shrink.js";
import { apart, type Deed, gathered } from "./deed.js";
import { drawnConfigurations } from "./drawn-configurations.js";
import { endsWith, isAlive } from "./replay.js";
import { walk } from "./walk.js";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "1" },
    steps: { type: "string", default: "60" },
    drawn: { type: "string", default: "60" },
    frames: { type: "string", default: "64" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    replay: { type: "string" },
    keep: { type: "string" },
  },
});
const { VPP_COMMAND: command = "", VPP_SOCKET: socketPath = "/run/vpp/api.sock" } = process.env;
const vpp = new RealVpp(command, socketPath);
try {
  if (values.replay === undefined) await rounds();
  else await tell(JSON.parse(`[${readFileSync(values.replay, "utf8").trim().replaceAll("\n", ",")}]`));
} finally {
  await vpp.kill();
}

async function rounds(): Promise<void> {
  for (let round = 0; round < Number(values.rounds); round++) {
    const seed = Number(values.seed) + round;
    const configurations = await drawnConfigurations(Number(values.drawn), seed);
    const done: Deed[] = [];
    const lives = await onFreshVpp(async (bed) => {
      try {
        const walked = await walk(bed, {
          configurations,
          seed,
          steps: Number(values.steps),
          frames: Number(values.frames),
          before: (deed) => done.push(deed),
        });
        console.log(`seed ${seed}: ${JSON.stringify(walked)}`);
      } catch (failure) {
        console.log(`seed ${seed}: ${failure instanceof Error ? failure.stack : failure}`);
        process.exitCode = 1;
      }
      return isAlive(bed);
    });
    if (!lives) await tell(done);
  }
}

/** Prints the fewest deeds with which VPP still ends; a line each. */
async function tell(death: readonly Deed[]): Promise<void> {
  if (values.keep !== undefined) writeFileSync(values.keep, linesOf(death));
  const again = (deeds: readonly Deed[]) => onFreshVpp((bed) => endsWith(bed, gathered(deeds)));
  const isTold = await again(death);
  console.log(isTold ? "VPP ends with:" : "VPP has ended, and does not when the same is done again. The last deeds:");
  console.log(linesOf(isTold ? await shrink(apart(await shrink(death, again)), again) : death.slice(-2)));
  process.exitCode = 1;
}

async function onFreshVpp<Result>(use: (bed: TestBed) => Promise<Result>): Promise<Result> {
  await vpp.kill();
  await vpp.start();
  const bed = await createTestBed({ vppSocket: socketPath });
  try {
    return await use(bed);
  } finally {
    await bed.close();
  }
}

function linesOf(deeds: readonly Deed[]): string {
  return deeds.map((deed) => JSON.stringify(deed)).join("\n");
}
