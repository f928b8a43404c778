/** Pipes, which VPP keeps for ever: only what their ends are configured with goes. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

const end = (name: string, settings: a.Member, address: string): a.Member => ({
  name,
  type: "sweetcomb-sub-interfaces:pipe-end",
  "sweetcomb-sub-interfaces:pipe-end": { pipe: "pipe7", ...settings },
  ...a.addresses(address),
});

export const pipeWitnesses: readonly Witness[] = [
  {
    configuration: a.interfaces(
      { name: "pipe7", type: "sweetcomb-sub-interfaces:pipe" },
      end("left", {}, "192.0.2.77/24"),
      end("right", { side: "east" }, "198.51.100.77/24"),
    ),
    shown: {
      pipe: ["show interface tag pipe7", "pipe7: sc:pipe7"],
      "pipe-end": ["show interface addr", "pipe7.0 (up): L3 192.0.2.77/24", "pipe7.1 (up): L3 198.51.100.77/24"],
    },
  },
];
