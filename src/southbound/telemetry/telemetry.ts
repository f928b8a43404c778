/** /sweetcomb-telemetry:telemetry: how VPP is doing, read from its stats segment when somebody asks. */

import type { StateProvider, StateRequest } from "../../datastore/southbound-port.js";
import type { StatsReader } from "../statistics.js";
import { isWanted } from "../wanted.js";
import { nodes } from "./nodes.js";
import { type Entries, entriesByName, type Section } from "./section.js";
import { bufferPools, memoryHeaps } from "./storage.js";
import { system } from "./system.js";

const path = "/sweetcomb-telemetry:telemetry";

const sections: readonly Section[] = [system, memoryHeaps, bufferPools, nodes];

/** @param readStats gives undefined where the segment cannot be read; then there is no telemetry at all */
export function vppTelemetry(readStats: StatsReader): StateProvider {
  return {
    topLevel: [path.slice(1)],
    async read(request) {
      const wanted = sections.filter((section) => isSectionWanted(section, request));
      if (wanted.length === 0) return {};
      const entries = await readStats((name) => wanted.some(({ reads }) => reads(name)));
      if (entries === undefined) return {};
      return { [path.slice(1)]: contentOf(wanted, entriesByName(entries)) };
    },
  };
}

/** The thousands of names of `/err/` are not looked at for one who asks for memory. */
function isSectionWanted({ members }: Section, request: StateRequest): boolean {
  return members.some((member) => isWanted(`${path}/${member}`, request));
}

function contentOf(wanted: readonly Section[], entries: Entries) {
  return Object.assign({}, ...wanted.map(({ content }) => content(entries)));
}
