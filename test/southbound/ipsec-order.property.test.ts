/** From any rules and associations of IPsec to any others, message by message, none sends its own packets again: VPP would end. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { IpsecSadEntryV4, IpsecSpdEntryV2, Tunnel } from "vpp-binapi-ts/api";
import type { ManagementError } from "../../src/errors/management-error.js";
import { createTestBed } from "../translators/test-bed.js";
import type * as a from "./configurations.js";

const FAR_ENDS = [2, 3, 4] as const;
const PROTECT = 3;

interface Rule {
  readonly priority: number;
  readonly far: 0 | (typeof FAR_ENDS)[number];
}

/** Few enough of those that protect that they often stay while all else changes. */
const protections = fc.record<Rule>({ priority: fc.constantFrom(1, 2), far: fc.constantFrom(0, 3) });
const exceptions = fc.record<Rule>({ priority: fc.constantFrom(1, 2, 3), far: fc.constantFrom(0, ...FAR_ENDS) });
const ends = fc.constantFrom(...FAR_ENDS);
const configurations = fc
  .record({
    ends: fc.tuple(ends, ends),
    protecting: fc.tuple(fc.option(protections), fc.option(protections)),
    passing: fc.array(exceptions, { minLength: 1, maxLength: 3 }),
  })
  .map(({ ends, protecting, passing }) => ({
    "sweetcomb-ipsec:ipsec": {
      "security-association": ends.map((end, index) => associationTo(index + 1, end)),
      "policy-database": [
        {
          id: 1,
          policy: [
            ...protecting.flatMap((rule, index) => {
              return rule === null
                ? []
                : [policyOf(`protect ${index}`, rule, "protect", { "security-association": index + 1 })];
            }),
            ...passing.map((rule, index) => policyOf(`pass ${index}`, rule, "bypass")),
          ],
        },
      ],
    },
  }));

test("from any rules and associations to any others, no message leaves one that sends its own packets again", async () => {
  const bed = await createTestBed();
  try {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(configurations, configurations, async (first, second) => {
        await bed.configure({});
        bed.simulator!.clearJournal();
        for (const configuration of [first, second]) {
          try {
            await bed.configure(configuration);
            taken += 1;
          } catch (refusal) {
            assert.match((refusal as ManagementError).message, /sent with it again/);
          }
        }
        const held = new Held();
        for (const { message, fields } of bed.simulator!.journal) {
          held.take(message, fields as Fields);
          assert.equal(held.sendsAgain(), false, `after ${message}`);
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(taken > 150, `only ${taken} configurations were taken`);
  } finally {
    await bed.close();
  }
});

function associationTo(id: number, end: number): a.Member {
  const tunnel = { source: "192.0.2.1", destination: `192.0.2.${end}` };
  return { id, spi: 1000 + id, "encryption-algorithm": "none", tunnel };
}

function policyOf(name: string, { priority, far }: Rule, action: string, more: a.Member = {}): a.Member {
  const address = `192.0.2.${far}`;
  return {
    name,
    direction: "outbound",
    "address-family": "ipv4",
    priority,
    action,
    ...more,
    ...(far !== 0 && { remote: { "first-address": address, "last-address": address } }),
  };
}

interface Fields {
  readonly isAdd?: boolean;
  readonly entry?: IpsecSpdEntryV2 & IpsecSadEntryV4;
  readonly sadId?: number;
  readonly id?: number;
  readonly tunnel?: Tunnel;
}

/** What VPP holds of IPsec, and by which rules it sends. */
class Held {
  readonly #ends = new Map<number, number>();
  #rules: readonly IpsecSpdEntryV2[] = [];

  take(message: string, { isAdd, entry, sadId, id, tunnel }: Fields): void {
    if (message.startsWith("ipsec_sad_entry_add")) this.#ends.set(entry!.sadId, lastByte(entry!.tunnel.dst));
    if (message === "ipsec_sad_entry_update") this.#ends.set(sadId!, lastByte(tunnel!.dst));
    if (message === "ipsec_sad_entry_del") this.#ends.delete(id!);
    if (message !== "ipsec_spd_entry_add_del_v2") return;
    if (isAdd) this.#rules = [...this.#rules, entry!];
    else
      this.#rules = this.#rules.toSpliced(
        this.#rules.findIndex((rule) => isSame(rule, entry!)),
        1,
      );
  }

  sendsAgain(): boolean {
    return [...this.#ends.keys()].some((association) => {
      const reached = new Set(this.#next(association));
      for (const each of reached) for (const next of this.#next(each)) reached.add(next);
      return reached.has(association);
    });
  }

  /** With rules of one priority nobody knows which one VPP takes. */
  #next(association: number): readonly number[] {
    const end = this.#ends.get(association);
    const fit = this.#rules.filter(
      (rule) =>
        end !== undefined && lastByte(rule.remoteAddressStart) <= end && end <= lastByte(rule.remoteAddressStop),
    );
    const first = Math.max(...fit.map(({ priority }) => priority));
    return fit.filter(({ priority, policy }) => priority === first && policy === PROTECT).map(({ saId }) => saId);
  }
}

function lastByte({ un }: Tunnel["dst"]): number {
  return un.ip4!.at(-1)!;
}

function isSame(one: IpsecSpdEntryV2, other: IpsecSpdEntryV2): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
