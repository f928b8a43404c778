/** Waits until something has come true. */

/** Rejects when it has not for a minute, which no machine needs. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const last = Date.now() + 60_000;
  while (!(await isTrue())) {
    if (Date.now() > last) throw new Error(`never came true: ${isTrue}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
