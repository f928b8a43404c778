/** What cannot be served as it was asked for, as clients read it. */

export interface Trouble {
  /** A word of the model's list of reasons. */
  readonly reason: string;
  /** One sentence for a person. */
  readonly text: string;
}

/** Each reason and text once. */
export function distinctTroubles(troubles: readonly Trouble[]): readonly Trouble[] {
  const found = new Map(troubles.map((trouble) => [`${trouble.reason} ${trouble.text}`, trouble]));
  return [...found.values()];
}
