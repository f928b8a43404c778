export {
  type AclCounters,
  type InterfaceCounters,
  type NodeError,
  namesLike,
  type RouteCounters,
  readAclCounters,
  readInterfaceCounters,
  readNodeErrors,
  readRouteCounters,
  readSums,
  readSystemCounters,
  type StatsReader,
  type Sums,
  type SystemCounters,
} from "./counters.js";
export { type StatsErrorKind, StatsUnavailableError } from "./errors.js";
export { openStats, type StatsOptions, StatsSegment } from "./stats-segment.js";
export {
  type PacketsAndBytes,
  type StatsEntry,
  type StatsValue,
  sumThreads,
  sumThreadsCombined,
} from "./values.js";
