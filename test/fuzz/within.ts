/** How long an answer may take before it counts as missing. */
const PATIENCE_MS = 60_000;

/** Rejects when nothing comes, with what was asked. */
export function within<Value>(answer: Promise<Value>, request: string): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer to ${request}`)), PATIENCE_MS);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
