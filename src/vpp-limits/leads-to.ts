/** Ways of connections from one end to another, of which a ring keeps VPP 26.06 busy for ever. Pure. */

/** Where connections go to. */
export interface End {
  readonly address: string;
  readonly port: string;
}

/** Whether a way that begins at one end comes to another one. */
export function leadsTo(wanted: string, first: End, next: (end: End) => readonly End[]): boolean {
  const seen = new Set<string>();
  const waiting = [first];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const name = endOf(at.address, at.port);
    if (name === wanted) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    waiting.push(...next(at));
  }
  return false;
}

/** The name of an end. */
export function endOf(address: string, port: string): string {
  return `${address} port ${port}`;
}
