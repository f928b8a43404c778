/**
 * Ways on which one frame goes round for ever: what leaves through one end of a pipe comes in by the other one at once, and what leaves
 * through a loopback comes back by it. VPP 26.06 does nothing else any more, or ends.
 */

/** What is done with the frames that an interface receives; `I` is its name or its number. */
export interface Layer2<I> {
  /** The interface that receives what is sent through this one; undefined where it leaves VPP, by a wire or to a peer. */
  receiverOf(sender: I): I | undefined;
  /** Patches take no part: what a loopback or a pipe gives back does not pass the place where they look. */
  connectedTo(receiver: I): I | undefined;
  portOf(receiver: I): BridgePort | undefined;
  portsOf(port: BridgePort): Iterable<readonly [I, BridgePort]>;
  isPipe(sender: I): boolean;
}

export interface BridgePort {
  readonly domain: string | number;
  /** 0 is none. */
  readonly splitHorizonGroup: number;
  readonly isBvi: boolean;
}

/**
 * Whether an interface takes part in such a way. Costs a walk over the pipes that are bridged with it; nothing for one with a wire or
 * a peer.
 */
export function closesCircle<I>(name: I, layer2: Layer2<I>): boolean {
  const back = layer2.receiverOf(name);
  return back !== undefined && [name, back].some((start) => leadsTo(start, layer2));
}

/** Whether a frame that comes in by an interface comes in there once more, without a wire between. */
function leadsTo<I>(start: I, layer2: Layer2<I>): boolean {
  const seen = new Set<I>();
  const waiting = [start];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const leaving of waysOut(at, layer2)) {
      const back = layer2.receiverOf(leaving);
      if (back === start) return true;
      if (back === undefined || seen.has(back)) continue;
      seen.add(back);
      waiting.push(back);
    }
  }
  return false;
}

/** Interfaces through which a frame may leave that comes in by this one. VPP floods no frames to loopbacks. */
function* waysOut<I>(at: I, layer2: Layer2<I>): Iterable<I> {
  const connected = layer2.connectedTo(at);
  if (connected !== undefined) yield connected;
  const port = layer2.portOf(at);
  if (port === undefined) return;
  for (const [other, { splitHorizonGroup, isBvi }] of layer2.portsOf(port)) {
    const isApart = splitHorizonGroup !== 0 && splitHorizonGroup === port.splitHorizonGroup;
    if (other !== at && !isBvi && !isApart && layer2.isPipe(other)) yield other;
  }
}
