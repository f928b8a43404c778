/** Network service headers. */

import * as a from "../configurations.js";
import type { Witness } from "./witness.js";

/** Once a map was deleted, VPP may take the interface of another for the next one. */
export const nshWitness: Witness = {
  configuration: {
    ...a.interfaces(a.tunnel("gre", "gre7", { local: "192.0.2.1", remote: "192.0.2.77" })),
    "sweetcomb-nsh:nsh": {
      header: [
        {
          "service-path": 77,
          "service-index": 255,
          ttl: 17,
          "next-protocol": "ipv4",
          context: { "word-1": 1, "word-2": 2, "word-3": 3, "word-4": 4 },
        },
      ],
      map: [
        {
          "service-path": 77,
          "service-index": 254,
          action: "swap",
          "mapped-service-path": 77,
          "mapped-service-index": 255,
          "gre-interface": "gre7",
        },
      ],
    },
  },
  shown: {
    "nsh-header": [
      "show nsh entry",
      "ttl 17 len 6 (24 bytes) md_type 1 next_protocol 1 service path 77 service index 255 c1 1 c2 2 c3 3 c4 4",
    ],
    "nsh-map": ["show nsh map", "nsp: 77 nsi: 254 maps to nsp: 77 nsi: 255 nsh_action swap encapped by GRE4"],
  },
  lacking: /maps can only be deleted/,
};
