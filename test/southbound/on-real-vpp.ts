/** Scenarios and witnesses in a file of their own, which a real VPP alone runs, at a moment of its life that counts. */

import { after, before, describe, test } from "node:test";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import type { Scenarios } from "./scenario.js";
import { sentenceOf, testify } from "./witnesses/testify.js";
import type { Witness } from "./witnesses/witness.js";

const vppSocket = process.env.VPP_SOCKET;
const skip = vppSocket === undefined && "set VPP_SOCKET to the API socket of a VPP that nobody needs";

export interface OnRealVpp {
  readonly scenarios: Scenarios;
  readonly witnesses: readonly Witness[];
  /** What has to be so while a witness is heard. Default: nothing. */
  around?(bed: TestBed, hear: () => Promise<void>): Promise<void>;
}

export function onRealVpp(title: string, { scenarios, witnesses, around = (_, hear) => hear() }: OnRealVpp): void {
  describe(title, { skip }, () => {
    let bed: TestBed | undefined;
    before(async () => {
      bed = await createTestBed({ vppSocket });
    });
    after(() => bed?.close());
    for (const [name, scenario] of Object.entries(scenarios)) {
      test(name, async () => {
        try {
          await scenario(bed!);
        } finally {
          await bed!.configure({});
        }
      });
    }
    for (const witness of witnesses) {
      test(sentenceOf(witness), (t) => around(bed!, () => testify(t, bed!, vppSocket!, witness)));
    }
  });
}
