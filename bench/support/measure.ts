/** Median, 95th and 99th percentile of some runs of an asynchronous piece of work, in ms; the first runs only warm up. */
export async function measure(runs: number, work: (run: number) => Promise<unknown>, warmUp = Math.ceil(runs / 5)) {
  const times: number[] = [];
  for (let run = -warmUp; run < runs; run++) {
    const started = performance.now();
    await work(run);
    if (run >= 0) times.push(performance.now() - started);
  }
  return summary(times);
}

export function summary(times: readonly number[]) {
  const sorted = [...times].sort((left, right) => left - right);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return { median: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export function format(ms: number): string {
  return ms < 10 ? ms.toFixed(2) : ms.toFixed(0);
}
