/** Entry of the worker thread: one engine. */

import { discard } from "../../worker-calls/discard.js";
import { serveCalls } from "../../worker-calls/serve-calls.js";
import { createEngine } from "./engine.js";
import { isRefusedForMemory } from "./exhaustion.js";

const engine = createEngine(discard);
serveCalls(engine, (value) => isRefusedForMemory(value) && !engine.hasRoom());
