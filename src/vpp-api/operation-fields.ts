/** What of VPP's messages an rpc shows: input and output of an operation as fields. */

import type { ApiOperation } from "./operations.js";
import type { ShapedField, ShapeOf } from "./shapes.js";

/** The cursor of a stream is followed by the server and no input. */
export function requestFields(
  { request, answer }: Pick<ApiOperation, "request" | "answer">,
  shapeOf: ShapeOf,
): readonly ShapedField[] {
  const { fields } = shapeOf(request);
  return answer.kind === "cursor" ? fields.filter(({ name }) => name !== "cursor") : fields;
}

export interface AnswerFields {
  /** Of one entry of the list `details`; undefined where there is none. */
  readonly details: readonly ShapedField[] | undefined;
  /** Of the one reply, without the return code: another than 0 is an error, and 0 says nothing. */
  readonly reply: readonly ShapedField[];
}

export function answerFields(answer: ApiOperation["answer"], shapeOf: ShapeOf): AnswerFields {
  const details = "details" in answer ? shapeOf(answer.details).fields : undefined;
  if (!("reply" in answer)) return { details, reply: [] };
  const hidden = answer.kind === "cursor" ? ["retval", "cursor"] : ["retval"];
  return { details, reply: shapeOf(answer.reply).fields.filter(({ name }) => !hidden.includes(name)) };
}
