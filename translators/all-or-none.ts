/** An object, or a change of one, that takes several messages. */

import { NotTakenBack } from "../src/southbound/translator.js";

export interface Step {
  do(): Promise<unknown>;
  undo(): Promise<unknown>;
}

/**
 * Takes the steps one after the other. When one fails, those before it are taken back, last first, and the failure is thrown.
 * Where one cannot be taken back the others still are, and NotTakenBack is thrown, so that VPP is not believed to be as it was.
 */
export async function allOrNone(steps: Iterable<Step>): Promise<void> {
  const done: Step[] = [];
  for (const step of steps) {
    try {
      await step.do();
      done.push(step);
    } catch (failure) {
      await takeBack(done, failure);
      throw failure;
    }
  }
}

async function takeBack(done: Step[], failure: unknown): Promise<void> {
  let left: NotTakenBack | undefined;
  for (const step of done.reverse()) {
    await step.undo().catch((cause) => {
      left ??= new NotTakenBack(failure, cause);
    });
  }
  if (left !== undefined) throw left;
}
