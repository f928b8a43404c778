import { type AnyMessage, compileApi, parseApiDescription } from "../../src/index.js";

const messageId = ["u16", "_vl_msg_id"];

/** Compiles a message `m` with these fields (in VPP's JSON) behind the context. `parts` are types and the like. */
export function compiledMessage(fields: readonly unknown[], parts: Record<string, unknown> = {}): AnyMessage {
  const message = ["m", messageId, ["u32", "context"], ...fields, { crc: "0x00000001", options: {} }];
  const json = { module: "demo", vl_api_version: "0x1", messages: [message], ...parts };
  return compileApi(parseApiDescription([json])).message("m")!;
}
