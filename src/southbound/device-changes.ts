import type { Holding } from "./holding.js";
import type { InTurn } from "./serialised.js";
import { withdrawLost } from "./unasked-changes.js";
import type { Loss } from "./vpp-event.js";

/** Looks after devices that come and go. However many do so while VPP is busy, they are looked at together when its turn comes. */
export class DeviceChanges {
  #losses: Loss[] = [];
  #isAwaited = false;

  constructor(
    private readonly holding: Holding,
    private readonly inTurn: InTurn,
  ) {}

  /** Something has changed, by which objects may have lost what they need, or got it. */
  note(loss: Loss | undefined): void {
    if (loss !== undefined) this.#losses.push(loss);
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    void this.inTurn(() => this.#look());
  }

  #look(): Promise<void> {
    const losses = this.#losses;
    this.#losses = [];
    this.#isAwaited = false;
    return withdrawLost(losses, this.holding);
  }
}
