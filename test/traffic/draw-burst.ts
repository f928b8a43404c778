/** Random frames that belong together: connections, fragments and neighbours meet only when a few things are spoken of for a while. */

import { pick, type Random } from "../fuzz/mutate.js";
import type { Arrival, Port } from "./arrivals.js";
import { drawFrame } from "./draw-frame.js";
import { type Subject, together } from "./subject.js";

/** Packets that stand within each other at most. */
const DEPTH = 2;

/** @param count frames for each of the interfaces */
export function drawBurst(
  ports: readonly Port[],
  subjects: readonly Subject[],
  count: number,
  random: Random,
): readonly Arrival[] {
  return ports.flatMap(({ name, mac }) => {
    const few = subjects.length === 0 ? [] : [1, 2, 3].map(() => pick(subjects, random));
    const topics = [...few, together(few), together(subjects)];
    return Array.from({ length: count }, () => {
      const draw = { subject: pick(topics, random), random, depth: DEPTH };
      return { port: name, frame: drawFrame(mac, draw).toString("hex") };
    });
  });
}
