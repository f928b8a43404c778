/** What goes wrong on request. */
export type FaultAction =
  /** The message is refused with this return code and changes nothing; a dump gives no details. */
  | { readonly kind: "refuse"; readonly retval: number }
  /** The reply, and all that follows on that connection, is held back this long. */
  | { readonly kind: "delay"; readonly ms: number }
  /** Nothing is handled for this long, from this message on, as if the process had been stopped. */
  | { readonly kind: "stall"; readonly ms: number }
  /** The message is handled, but its reply is lost. */
  | { readonly kind: "lose-reply" }
  /** The connection is cut before the message is handled. */
  | { readonly kind: "disconnect" }
  /** The process is gone before the message is handled, until `restart()`. */
  | { readonly kind: "die" }
  /** The same, and a new process with empty state is there after so many milliseconds. */
  | { readonly kind: "restart"; readonly afterMs: number };

export interface FaultRule {
  /** Name of the message, without CRC. Without one every message counts, except the start of a session. */
  readonly message?: string;
  /** Happens once, at the n-th such message from now, counted from 1. Without it: every time. */
  readonly nth?: number;
  readonly action: FaultAction;
}

/** The rules in force, and how far each has counted. */
export class FaultPlan {
  readonly #rules = new Map<FaultRule, number>();

  constructor(rules: readonly FaultRule[] = []) {
    for (const rule of rules) this.add(rule);
  }

  /** Counting starts with the next message. */
  add(rule: FaultRule): void {
    this.#rules.set(rule, 0);
  }

  clear(): void {
    this.#rules.clear();
  }

  /** Counts a message; returns what is to happen to it, by the first rule that applies. */
  next(message: string): FaultAction | undefined {
    let action: FaultAction | undefined;
    for (const [rule, count] of this.#rules) {
      if (rule.message !== undefined && rule.message !== message) continue;
      this.#rules.set(rule, count + 1);
      if (rule.nth !== undefined && rule.nth !== count + 1) continue;
      action ??= rule.action;
      if (rule.nth !== undefined) this.#rules.delete(rule);
    }
    return action;
  }
}

/**
 * Reads a rule from text: `KIND[:MESSAGE][#NTH][=NUMBER]`, for example `refuse:ip_route_add_del#500=-7`,
 * `delay=20`, `stall:lb_conf=1000`, `die#100`, `restart:control_ping#3=50`.
 * Throws Error where the text is none.
 */
export function parseFault(text: string): FaultRule {
  const match = /^([a-z-]+)(?::([a-z0-9_]+))?(?:#(\d+))?(?:=(-?\d+))?$/.exec(text);
  const [, kind, message, nth, number] = match ?? [];
  const action = match === null ? undefined : actionOf(kind!, Number(number ?? Number.NaN));
  if (action === undefined) throw new Error(`not a fault: ${text}`);
  return {
    ...(message === undefined ? {} : { message }),
    ...(nth === undefined ? {} : { nth: Number(nth) }),
    action,
  };
}

function actionOf(kind: string, number: number): FaultAction | undefined {
  switch (kind) {
    case "refuse":
      return { kind, retval: Number.isNaN(number) ? -1 : number };
    case "delay":
    case "stall":
      return Number.isNaN(number) ? undefined : { kind, ms: number };
    case "restart":
      return { kind, afterMs: Number.isNaN(number) ? 0 : number };
    case "lose-reply":
    case "disconnect":
    case "die":
      return { kind };
    default:
      return undefined;
  }
}
