/** A value that the caller gave does not fit the message. `path` names the field, for example `ip_route_add_del.route.prefix.len`. */
export class VppEncodeError extends Error {
  override readonly name = "VppEncodeError";
  readonly path: string;
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(path === "" ? reason : `${path}: ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}

/** Bytes that are not the message they should be. `path` names the field where reading ended. */
export class VppDecodeError extends Error {
  override readonly name = "VppDecodeError";
  readonly path: string;
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(path === "" ? reason : `${path}: ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}

/** The same error, with `step` (a field name, `[3]`, or a message name) put before its path. Other errors pass unchanged. */
export function atPath(error: unknown, step: string): unknown {
  if (error instanceof VppEncodeError) return new VppEncodeError(joinPath(step, error.path), error.reason);
  if (error instanceof VppDecodeError) return new VppDecodeError(joinPath(step, error.path), error.reason);
  return error;
}

function joinPath(step: string, rest: string): string {
  if (rest === "") return step;
  return rest.startsWith("[") ? `${step}${rest}` : `${step}.${rest}`;
}
