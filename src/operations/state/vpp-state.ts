/** /sweetcomb-vpp:vpp/state: the VPP that is managed, and how it differs from the configuration. */

import type { StateProvider, VppManagement } from "../../datastore/southbound-port.js";
import { differencesOutput } from "../vpp/drift.js";
import type { DriftWatch } from "../vpp/drift-watch.js";

export interface VppStateSources {
  readonly vpp: VppManagement;
  readonly drift: DriftWatch;
  readonly policy: () => Promise<unknown>;
  /** What upgrades of the server have left out of the configuration. */
  readonly leftOut: () => Promise<readonly object[]>;
}

export function vppState({ vpp, drift, policy, leftOut }: VppStateSources): StateProvider {
  return {
    topLevel: ["sweetcomb-vpp:vpp"],
    read: async () => {
      const left = await leftOut();
      const state = { ...statusOf(vpp), ...(left.length > 0 && { "left-out": left }), ...findingsOf(drift) };
      return { "sweetcomb-vpp:vpp": { ...(await configured(policy)), state } };
    },
  };
}

/** The policy is in operational as it is configured (RFC 8342 5.3). */
async function configured(policy: () => Promise<unknown>) {
  const drift = await policy();
  return drift === undefined ? {} : { drift };
}

function statusOf({ status: { connected, process, unavailable, lastResync, notApplied } }: VppManagement) {
  return {
    connected,
    ...(process !== undefined && {
      version: process.version,
      pid: process.pid,
      "connected-since": new Date(process.sinceMs).toISOString(),
    }),
    ...(unavailable.length > 0 && { unavailable }),
    ...(notApplied.length > 0 && { "not-applied": notApplied }),
    ...(lastResync !== undefined && {
      "last-resync": {
        time: new Date(lastResync.timeMs).toISOString(),
        operations: lastResync.operations,
        failures: lastResync.failures,
      },
    }),
  };
}

function findingsOf({ findings }: DriftWatch) {
  if (findings === undefined) return {};
  const checked = new Date(findings.checkedMs).toISOString();
  return { drift: { checked, ...differencesOutput(findings.differences) } };
}
