/** What VPP's own command line says of objects that Sweetcomb made: the shape of the files in this folder. */

import type { Configuration } from "../../translators/test-bed.js";

/**
 * A `show` command, and what is in its text while the configuration is there and not after it. White space counts as one blank
 * wherever it stands.
 */
export type Testimony = readonly [show: string, ...words: readonly (string | RegExp)[]];

/** One configuration, and a testimony for each kind of object in it that is proved by it, by the name of its translator. */
export interface Witness {
  /** Lines said to VPP before, for things that only others can make. */
  readonly made?: readonly string[];
  readonly configuration: Configuration;
  readonly shown: Readonly<Record<string, Testimony>>;
  /** Objects that VPP still shows when they have gone, with the reason. */
  readonly lasting?: Readonly<Record<string, string>>;
  /** What the refusal says where this VPP or machine lacks something for it; there is no witness there. */
  readonly lacking?: RegExp;
}

/** One that needs a Linux device, by whose name it is made. */
export type DeviceWitness = (device: string) => Witness;

/** Which of the words a text lacks. */
export function missingIn(text: string, [, ...words]: Testimony): readonly (string | RegExp)[] {
  const flat = text.replace(/\s+/g, " ");
  return words.filter((word) => (typeof word === "string" ? !flat.includes(word) : !word.test(flat)));
}
