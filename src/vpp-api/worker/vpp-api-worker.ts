/** Entry of the worker thread for one description of VPP's API. */

import { serveCalls } from "../../worker-calls/serve-calls.js";
import { createVppApiEngine } from "./vpp-api-engine.js";

serveCalls(createVppApiEngine());
