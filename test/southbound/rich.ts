/**
 * As many kinds of objects beside each other as VPP holds at once. The configurations are those of the witnesses; what cannot
 * stand beside the others, such as a second NAT44, is in a further one.
 */

import { type Configuration, createTestBed, type TestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";
import { contains } from "./contains.js";
import { mixed } from "./mixed.js";
import { setApart } from "./set-apart.js";
import { firstWitnesses, lastWitnesses, witnesses } from "./witnesses/index.js";
import type { Witness } from "./witnesses/witness.js";

/** Of each family. */
const ROUTES = 100;

/** Those that need nothing which others have made. */
const alone = [...firstWitnesses, ...witnesses, ...lastWitnesses].filter(({ made }) => made === undefined);

/**
 * Configurations with all that the witnesses have, the richest first, and in it many routes.
 * @param isThere which of the witnesses the VPP can have that is meant. Default: all.
 */
export async function richConfigurations(
  isThere: (witness: Witness) => boolean = () => true,
): Promise<readonly Configuration[]> {
  const bed = await createTestBed();
  try {
    const some = alone.filter(isThere);
    const apart = (first: number) => some.map(({ configuration }, at) => setApart(configuration, first + at));
    const rich: Configuration[] = [];
    let left = [crowd, ...apart(1)];
    while (left.length > 0) {
      const { together, others } = await asManyAsStandTogether(bed, left);
      // Once more, of what VPP can have two of.
      rich.push(
        rich.length > 0 ? together : (await asManyAsStandTogether(bed, [together, ...apart(1 + some.length)])).together,
      );
      if (others.length === left.length) throw new Error(`None of ${others.length} configurations stands alone`);
      left = others;
    }
    return rich;
  } finally {
    await bed.close();
  }
}

async function asManyAsStandTogether(bed: TestBed, configurations: readonly Configuration[]) {
  let together: Configuration = {};
  const others: Configuration[] = [];
  for (const configuration of configurations) {
    const joint = mixed(bed.schema, together, configuration);
    if (contains(joint, configuration) && (await isTaken(bed, joint))) together = joint;
    else others.push(configuration);
  }
  await bed.configure({});
  return { together, others };
}

function isTaken(bed: TestBed, configuration: Configuration): Promise<boolean> {
  return bed.configure(configuration).then(
    () => true,
    () => false,
  );
}

const routes = Array.from({ length: ROUTES }, (_, at) => [
  `20.250.${at}.0/24`,
  `2001:aff:0:${(at + 1).toString(16)}::/64`,
]);

/** Routes over one link. */
const crowd: Configuration = {
  ...a.interfaces(a.loopback("loop0", { enabled: true, ...a.addresses("20.249.0.1/24") })),
  ...a.routing(
    a.staticRoutes(
      "many",
      Object.fromEntries(routes.flat().map((prefix) => [prefix, { "outgoing-interface": "loop0" }])),
    ),
  ),
};
