/** A walk over requests by name, with frames that come to all interfaces between: VPP may refuse any, and has to live and to answer behind each of them. */

import type { ShapedField } from "../../../src/vpp-api/shapes.js";
import { pick, type Random, randomOf } from "../../fuzz/mutate.js";
import { drawBurst } from "../../traffic/draw-burst.js";
import { subjectsIn } from "../../traffic/subject.js";
import { addressesOf, tablesAndLoopbacks } from "./beginning.js";
import { drawInput, redrawOne } from "./draw-input.js";
import type { OfferedApi } from "./offered-api.js";
import type { World } from "./plausible.js";
import type { Deed, Outcome, Step } from "./step.js";

export interface Walk {
  /** The same seed draws the same steps for a VPP in the same state. */
  readonly seed: number;
  readonly steps: number;
  /** Frames that come to each interface between two looks at VPP. */
  readonly frames: number;
  /** The paths that are walked. Default: all but those that no walk may take. */
  readonly only?: RegExp | undefined;
}

/** What became of the steps so far. */
export interface Walked {
  readonly outcomes: Record<Outcome, number>;
  /** Paths of requests that VPP did not answer. Nobody asks them again, for each takes ten seconds. */
  readonly silent: Set<string>;
  /** What the server itself could not do, which is a defect of it. */
  readonly defects: string[];
  /** All that VPP was sent. */
  readonly sent: Deed[];
  /** The requests among these. */
  readonly requests: Step[];
  /** Whether VPP still answers. */
  lives: boolean;
}

/**
 * The command line can do anything; hardware of this machine is left alone; VPP is known not to answer the others, which would be ten seconds each.
 */
const NOT_WALKED =
  /:(cli-inband|virtio-pci-create.*|avf-create|vmxnet3-create|rdma-create.*|dev-attach|lcp-itf-pair-get-v2|ikev2-nonce-get|vxlan-gpe-ioam-vni-(enable|disable)|sr-mobile-(localsid-add-del|policy-add))$/;

/** Steps between looks at VPP. */
const LOOK_EVERY = 20;
/** Steps that have the same few modules in mind, whose requests meet each other's objects there. */
const SAME_MODULES = 80;
/** Steps that may be taken again with a change. */
const REMEMBERED = 200;

export async function walk(api: OfferedApi, { seed, steps, frames, only }: Walk): Promise<Walked> {
  const random = randomOf(seed);
  const requests = await requestsToWalk(api, only);
  const walked = await begin(api);
  let near = requests;
  let world: World = { interfaces: await api.interfaces() };
  for (let taken = 0; taken < steps && walked.lives; taken++) {
    if (taken % SAME_MODULES === 0) near = ofSomeModules(requests, random);
    if (taken % LOOK_EVERY === 0) world = { interfaces: await api.interfaces() };
    await take(api, nextStep(random(3) === 0 ? requests : near, walked.requests, world, random), walked);
    if (taken % LOOK_EVERY !== LOOK_EVERY - 1) continue;
    if (walked.lives) await receive(api, walked, frames, random);
    walked.lives &&= await api.isAlive();
  }
  walked.lives &&= await api.isAlive();
  return walked;
}

async function requestsToWalk(api: OfferedApi, only: RegExp | undefined): Promise<Requests> {
  const all = [...(await api.requests())];
  return all.filter(([path]) => !NOT_WALKED.test(path) && (only?.test(path) ?? true));
}

async function begin(api: OfferedApi): Promise<Walked> {
  const outcomes = { answered: 0, "refused by VPP": 0, "refused here": 0, silent: 0, gone: 0, failed: 0 };
  const walked: Walked = { outcomes, silent: new Set(), defects: [], sent: [], requests: [], lives: true };
  for (const step of tablesAndLoopbacks) await take(api, step, walked);
  for (const step of addressesOf({ interfaces: await api.interfaces() })) await take(api, step, walked);
  return walked;
}

async function take(api: OfferedApi, step: Step, walked: Walked): Promise<void> {
  if (walked.silent.has(step.path)) return;
  const outcome = await api.send(step).catch((defect) => {
    walked.defects.push(`${JSON.stringify(step)}: ${defect}`);
    return "failed" as const;
  });
  walked.outcomes[outcome]++;
  if (outcome !== "refused here") {
    walked.sent.push(step);
    walked.requests.push(step);
  }
  if (outcome === "silent") walked.silent.add(step.path);
  walked.lives = outcome !== "gone" && (outcome !== "silent" || (await api.isAlive()));
}

/** Frames about what was asked for of late. */
async function receive(api: OfferedApi, walked: Walked, count: number, random: Random): Promise<void> {
  const subjects = walked.requests.slice(-REMEMBERED).flatMap(({ input }) => subjectsIn(input));
  const arrivals = drawBurst(await api.ports(), subjects, count, random);
  walked.sent.push(...arrivals);
  walked.lives = (await api.receive(arrivals)) === "answered";
}

type Requests = readonly (readonly [path: string, fields: readonly ShapedField[]])[];

const moduleOf = (path: string) => path.slice(0, path.indexOf(":"));

/** Interfaces are always among them: nearly everything is about one. */
function ofSomeModules(requests: Requests, random: Random): Requests {
  const modules = [...new Set(requests.map(([path]) => moduleOf(path)))];
  const some = new Set([1, 2, 3].map(() => pick(modules, random)));
  return requests.filter(([path]) => some.has(moduleOf(path)) || path.endsWith(":create-loopback"));
}

function nextStep(requests: Requests, sent: readonly Step[], world: World, random: Random): Step {
  const earlier = random(4) === 0 ? sent.at(-1 - random(Math.min(REMEMBERED, sent.length) || 1)) : undefined;
  const [path, fields] = requests.find(([path]) => path === earlier?.path) ?? pick(requests, random);
  return {
    path,
    input: earlier?.path === path ? redrawOne(earlier.input, fields, world, random) : drawInput(fields, world, random),
  };
}
