import type { RequestMessage } from "vpp-binapi-ts";
import { answer, type Handler } from "../handler.js";
import { Retval } from "../retval.js";
import type { Vpp } from "../state/vpp.js";

export interface KeepOptions<Request> {
  readonly records: (vpp: Vpp) => Map<string, Request>;
  /** Tells records apart. */
  keyOf(request: Request): string;
  /** Whether the request adds. Default: its field `isAdd`. */
  isAdd?(request: Request): boolean;
  /** A return code for a request that VPP refuses; undefined when it does not. */
  refuse?(vpp: Vpp, request: Request): number | undefined;
  /** What VPP says when the record is there already; "replace" when it takes the new one. Default: replace. */
  readonly whenThere?: number | "replace";
  /** What VPP says to a delete of what is not there. Default: NO_SUCH_ENTRY. */
  readonly whenAbsent?: number;
}

/** A message that adds or deletes one record, which is the request itself: the common form of VPP's add_del messages. */
export function keepRecord<Request extends object>(
  message: RequestMessage<Request, { retval: number }>,
  {
    records,
    keyOf,
    isAdd = (request) => "isAdd" in request && Boolean(request.isAdd),
    refuse,
    whenThere = "replace",
    whenAbsent,
  }: KeepOptions<Request>,
): Handler {
  return answer(message, (vpp, request) => {
    const refused = refuse?.(vpp, request);
    if (refused !== undefined) return { retval: refused };
    const table = records(vpp);
    const key = keyOf(request);
    if (!isAdd(request)) return { retval: table.delete(key) ? Retval.OK : (whenAbsent ?? Retval.NO_SUCH_ENTRY) };
    if (table.has(key) && whenThere !== "replace") return { retval: whenThere };
    table.set(key, request);
    return { retval: Retval.OK };
  });
}
