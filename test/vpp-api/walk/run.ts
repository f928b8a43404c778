/**
 * Long walks over requests by name, each on a VPP just started:
 * VPP_COMMAND="vpp -c startup.conf" VPP_SOCKET=/run/vpp/api.sock node scripts/run.mjs test/vpp-api/walk/run.ts --rounds 10 --steps 3000
 * `--frames` lets so many frames come to each interface behind 20 steps, `--only PATTERN` takes requests whose path fits; `--keep FILE` writes what VPP was sent before it ended, which is shrunk and printed, and
 * `--replay FILE` begins with that.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { RealVpp } from "../../support/real-vpp.js";
import { OfferedApi } from "./offered-api.js";
import { endsWith } from "./replay.js";
import { shrink } from "./shrink.js";
import type { Deed } from "./step.js";
import { walk } from "./walk.js";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "1" },
    steps: { type: "string", default: "3000" },
    frames: { type: "string", default: "32" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    only: { type: "string", default: "." },
    replay: { type: "string" },
    keep: { type: "string" },
  },
});
const { VPP_COMMAND: command = "", VPP_SOCKET: socketPath = "/run/vpp/api.sock" } = process.env;
const vpp = new RealVpp(command, socketPath);
const api = new OfferedApi(socketPath);
try {
  if (values.replay === undefined) await rounds();
  else await told(JSON.parse(`[${readFileSync(values.replay, "utf8").trim().replaceAll("\n", ",")}]`));
} finally {
  await api.close();
  await vpp.kill();
}

async function rounds(): Promise<void> {
  for (let round = 0; round < Number(values.rounds); round++) {
    await startAfresh();
    const seed = Number(values.seed) + round;
    const { outcomes, silent, defects, sent, lives } = await walk(api, {
      seed,
      steps: Number(values.steps),
      frames: Number(values.frames),
      only: new RegExp(values.only),
    });
    console.log(`seed ${seed}: ${JSON.stringify(outcomes)}, silent: ${[...silent].join(" ") || "none"}`);
    for (const defect of defects) console.log(defect);
    if (!lives) await told(sent);
  }
}

/** Prints the fewest steps with which VPP still ends; a line each. */
async function told(death: readonly Deed[]): Promise<void> {
  if (values.keep !== undefined) writeFileSync(values.keep, linesOf(death));
  const again = async (deeds: readonly Deed[]) => {
    await startAfresh();
    return endsWith(api, deeds);
  };
  const isTold = await again(death);
  console.log(
    isTold
      ? "VPP ends with:"
      : `VPP has ended, and does not when it is sent the same ${death.length} steps again. The last ones:`,
  );
  console.log(linesOf(isTold ? await shrink(death, again) : death.slice(-20)));
  process.exitCode = 1;
}

function linesOf(deeds: readonly Deed[]): string {
  return deeds.map((deed) => JSON.stringify(deed)).join("\n");
}

async function startAfresh(): Promise<void> {
  await vpp.kill();
  await vpp.start();
  await api.ready();
}
