import type { ObjectEntry } from "./object-entry.js";
import type { Plan } from "./plan.js";
import type { Registry } from "./registry.js";

/**
 * The objects of a plan about which a crash in its midst would leave doubt: VPP cannot tell that they are ours, or cannot
 * show them whole. They go to the journal before the first message.
 */
export function doubtfulEntries(plan: Plan, registry: Registry): readonly ObjectEntry[] {
  const isDoubtful = ({ translator: name }: ObjectEntry) => {
    const { translator, unreadable } = registry.byName(name);
    if (translator.messages.length === 0) return false;
    return translator.marksOwned !== true || unreadable.length > 0;
  };
  return plan.waves.flatMap((wave) => wave.map(({ entry }) => entry).filter(isDoubtful));
}
