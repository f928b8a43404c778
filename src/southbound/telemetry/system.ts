import { countersIn, type Entries, known, type Section, valueIn } from "./section.js";

const name = (counter: string) => `/sys/${counter}`;

const counters = [
  "boottime",
  "last_update",
  "heartbeat",
  "num_worker_threads",
  "vector_rate",
  "input_rate",
  "vector_rate_per_worker",
  "loops_per_worker",
].map(name);

/** Times, rates and threads. */
export const system: Section = {
  members: ["boot-time", "last-update", "heartbeat", "workers", "vector-rate", "input-rate", "thread"],
  reads: (entry) => counters.includes(entry),
  content(entries) {
    const value = (counter: string) => valueIn(entries.get(name(counter)));
    const workers = value("num_worker_threads");
    return {
      ...times(value("boottime"), value("last_update")),
      ...known({
        heartbeat: value("heartbeat"),
        "vector-rate": value("vector_rate"),
        "input-rate": value("input_rate"),
      }),
      ...(workers !== undefined && { workers: Number(workers) }),
      thread: threads(entries, Number(workers ?? 0)),
    };
  },
};

/** The boot time is in seconds since 1970, the last update in seconds since then. */
function times(boot: bigint | undefined, update: bigint | undefined) {
  if (boot === undefined) return {};
  const text = (seconds: bigint) => new Date(Number(seconds) * 1000).toISOString();
  return {
    "boot-time": text(boot),
    ...(update !== undefined && { "last-update": text(boot + update) }),
  };
}

/** The main thread and the workers: the vectors of VPP 26.06 have a place more, which means nothing. */
function threads(entries: Entries, workers: number) {
  const [vectorRates = []] = countersIn(entries.get(name("vector_rate_per_worker")));
  const [loops = []] = countersIn(entries.get(name("loops_per_worker")));
  return vectorRates
    .slice(0, workers + 1)
    .map((vectorRate, index) => ({ index, ...known({ "vector-rate": vectorRate, loops: loops[index] }) }));
}
