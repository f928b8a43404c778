/** yang/sweetcomb-features, out of what the translators need of VPP. */

import { apiModules } from "vpp-binapi-ts/api";
import { featureOf, neededFeatures } from "../../src/southbound/features.js";
import { translators } from "../../translators/index.js";

export const featuresModulePath = "yang/sweetcomb-features@2026-11-22.yang";

export function featuresModule(): string {
  const features = neededFeatures(translators, featureOf(apiModules));
  return [
    "module sweetcomb-features {",
    "  yang-version 1.1;",
    '  namespace "urn:sweetcomb:params:xml:ns:yang:sweetcomb-features";',
    "  prefix scf;",
    "",
    "  organization",
    '    "Sweetcomb";',
    "  contact",
    '    "https://fd.io";',
    "  description",
    '    "What a VPP may have or lack: one feature for each file of its API that',
    "     configuration needs. The YANG library leaves those out that the connected",
    '     VPP lacks; configuration that needs them is refused.";',
    "",
    "  revision 2026-11-22 {",
    "    description",
    '      "First revision.";',
    "  }",
    ...features.flatMap((feature) => [
      "",
      `  feature ${feature} {`,
      "    description",
      `      "VPP offers the messages of ${feature.replaceAll("-", "_")}.api that configuration needs.";`,
      "  }",
    ]),
    "}",
    "",
  ].join("\n");
}
