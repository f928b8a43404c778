/** An element of a subtree filter, however it was written. */
export interface FilterElement {
  /** "" when it is in none. */
  readonly namespace: string;
  readonly name: string;
  /** Names of its attributes, declarations of namespaces left out. */
  readonly attributes: readonly string[];
  /** Namespaces in scope by prefix; "" is the default namespace. */
  readonly namespaces: ReadonlyMap<string, string>;
  readonly children: readonly FilterElement[];
  /** Character data directly inside, without space around it. */
  readonly text: string;
}
