/**
 * Permits with exceptions as steps of which the first that fits decides. An exception is one step that denies, in front of the
 * permit that has it, where no other permit speaks of the same addresses; elsewhere the prefix is cut into what is left of it, which
 * takes a step for each bit by which the exception is longer.
 */

import { containsCidr, overlapCidr } from "cidr-tools";
import { type Packets, type Permit, withoutExceptions } from "./permits.js";

/** What becomes of packets. */
export interface Step extends Packets {
  readonly action: "permit" | "deny";
}

/** Any of the permits is enough. */
export function stepsOf(permits: readonly Permit[]): readonly Step[] {
  const inOrder = blocksInOrder(permits);
  const isInOrder = (permit: Permit) => inOrder.has(blockId(permit));
  const whole = permits.filter((permit) => !isInOrder(permit)).flatMap(withoutExceptions);
  const later = permits.filter(isInOrder).map(({ except: _except, ...packets }) => packets);
  const exceptions = [...inOrder.values()].flatMap(({ family, except }) =>
    except.map((prefix) => ({ family, prefix, protocol: undefined, ports: undefined })),
  );
  return [
    ...whole.map((each) => ({ ...each, action: "permit" as const })),
    ...exceptions.map((each) => ({ ...each, action: "deny" as const })),
    ...later.map((each) => ({ ...each, action: "permit" as const })),
  ];
}

type Block = Pick<Packets, "family" | "prefix"> & { readonly except: readonly string[] };

/** Blocks none of which permits what another one excepts, for denied it would be for both. Those that save most come first. */
function blocksInOrder(permits: readonly Permit[]): ReadonlyMap<string, Block> {
  const found = new Map<string, { readonly block: Block; readonly saved: number }>();
  for (const permit of permits) {
    const { family, prefix, except = [] } = permit;
    if (except.length === 0 || found.has(blockId(permit))) continue;
    const saved = withoutExceptions(permit).length - except.length - 1;
    found.set(blockId(permit), { block: { family, prefix, except }, saved });
  }
  const chosen = new Map<string, Block>();
  const candidates = [...found].filter(([, { saved }]) => saved > 0);
  for (const [id, { block }] of candidates.sort(([, one], [, other]) => other.saved - one.saved)) {
    const isApart = [...chosen.values()].every((other) => leavesAlone(block, other) && leavesAlone(other, block));
    if (isApart) chosen.set(id, block);
  }
  return chosen;
}

function blockId({ family, prefix, except = [] }: Permit): string {
  return `${family} ${prefix} ${[...except].sort().join()}`;
}

/** Whether the other block permits nothing of what this one excepts. */
function leavesAlone({ family, except }: Block, other: Block): boolean {
  if (family !== other.family) return true;
  return except.every((exception) => {
    if (other.prefix !== undefined && !overlapCidr(exception, other.prefix)) return true;
    const isInside = other.prefix === undefined || containsCidr(other.prefix, exception);
    const meant = isInside ? exception : other.prefix!;
    return other.except.some((each) => containsCidr(each, meant));
  });
}
