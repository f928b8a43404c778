/** Entry of the worker thread that hashes passwords of logins: some 10 ms each, which no client should wait for. */

import { passwordMatches } from "../secrets/crypt-hash.js";
import { serveCalls } from "../worker-calls/serve-calls.js";

export interface HashCalls {
  passwordMatches(clear: string, hash: string): boolean;
}

serveCalls({ passwordMatches } satisfies HashCalls);
