export { type StatsErrorKind, StatsUnavailableError } from "./errors.js";
export { openStats, type StatsOptions, StatsSegment } from "./stats-segment.js";
export {
  type PacketsAndBytes,
  type StatsEntry,
  type StatsValue,
  sumThreads,
  sumThreadsCombined,
} from "./values.js";
