/**
 * The stats segment cannot be read:
 * - `no-process`: no process of that id in this pid namespace
 * - `not-permitted`: its open files are not ours to see (root, or the same user with ptrace rights, may)
 * - `no-segment`: the process has no stats segment, so it is not VPP, or VPP runs without `statseg`
 * - `gone`: VPP has ended or was restarted; open the segment of the new process
 * - `busy`: VPP kept changing the directory while it was read
 * - `damaged`: the contents are not a segment of version 2
 */
export type StatsErrorKind = "no-process" | "not-permitted" | "no-segment" | "gone" | "busy" | "damaged";

export class StatsUnavailableError extends Error {
  override readonly name = "StatsUnavailableError";
  readonly kind: StatsErrorKind;

  constructor(kind: StatsErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
