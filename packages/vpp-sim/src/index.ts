export { type FaultAction, FaultPlan, type FaultRule, parseFault } from "./faults.js";
export type { JournalEntry } from "./journal.js";
export { type Simulator, type SimulatorOptions, startSimulator } from "./simulator.js";
export type { VppSnapshot } from "./snapshot.js";
export type { VppOptions } from "./state/vpp.js";
export type { PacketsAndBytes, Traffic } from "./stats/counters.js";
export { openSimulatedStats } from "./stats/open.js";
