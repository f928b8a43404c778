/** A change that takes several messages. */

export interface Step {
  do(): Promise<unknown>;
  undo(): Promise<unknown>;
}

/**
 * Takes the steps one after the other. When one fails, those before it are taken back, last first, and the failure is thrown.
 * What cannot be taken back does not hide why it had to be.
 */
export async function allOrNothing(steps: readonly Step[]): Promise<void> {
  const done: Step[] = [];
  for (const step of steps) {
    try {
      await step.do();
      done.push(step);
    } catch (failure) {
      for (const earlier of done.reverse()) await earlier.undo().catch(() => {});
      throw failure;
    }
  }
}
