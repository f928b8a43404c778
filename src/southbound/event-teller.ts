/** Makes notifications of VPP's events, with the names of the objects that are known when they come. */

import type { ObjectTable } from "./object-table.js";
import type { AnyVppEvent, Notification } from "./vpp-event.js";
import { keysIn } from "./vpp-session.js";

export class EventTeller {
  readonly #publish: (notification: Notification) => void;
  /** Events about objects that are not known yet, and those behind them; undefined while all are known. */
  #untold: { readonly event: AnyVppEvent; readonly fields: unknown }[] | undefined;

  constructor(publish: (notification: Notification) => void) {
    this.#publish = publish;
  }

  /**
   * @param table with VPP's indexes; undefined while those that VPP has now are not known. What cannot be told with it is kept between
   * `begin` and `end`, and what comes behind that too: the last that is told of an object has to be the newest.
   */
  take(event: AnyVppEvent, fields: unknown, table: ObjectTable | undefined): void {
    const isBehind = this.#untold !== undefined && this.#untold.length > 0;
    const told = isBehind ? undefined : table && event.tell(keysIn(table), fields);
    if (told !== undefined) this.#publish(told);
    else this.#untold?.push({ event, fields });
  }

  /** VPP's indexes are being learned anew: an event may come before its object is known. What an earlier VPP told is forgotten. */
  begin(): void {
    this.#untold = [];
  }

  /** They could not be learned. What has come meanwhile is forgotten: whose it was is not known. */
  breakOff(): void {
    this.#untold = undefined;
  }

  /** They are known now. Tells what has come before them, oldest first. */
  end(table: ObjectTable): void {
    const untold = this.#untold ?? [];
    this.#untold = undefined;
    for (const { event, fields } of untold) this.take(event, fields, table);
  }
}
