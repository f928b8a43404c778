/** A small API with one field of every kind, in the shape of VPP's own description. */

import { type ApiDescription, parseApiDescription } from "vpp-binapi-ts";

const head = [
  ["u16", "_vl_msg_id"],
  ["u32", "client_index"],
  ["u32", "context"],
];
const replyHead = [
  ["u16", "_vl_msg_id"],
  ["u32", "context"],
];
const end = { crc: "0x11111111", options: {}, comment: "" };

/** Every kind of field, in an order that the API language allows: what is counted comes last. */
const everything = [
  ["i8", "small"],
  ["u64", "large", { default: 8000 }],
  ["f64", "ratio"],
  ["bool", "is_add", { default: "true" }],
  ["string", "tag", 16],
  ["u8", "key", 8],
  ["u8", "engine_name", 16],
  ["vl_api_mac_address_t", "mac"],
  ["vl_api_ip4_address_t", "four"],
  ["vl_api_ip6_address_t", "six"],
  ["vl_api_address_t", "address"],
  ["vl_api_prefix_t", "prefix"],
  ["vl_api_ip4_prefix_t", "four_prefix"],
  ["vl_api_colour_t", "colour", { default: 2 }],
  ["vl_api_marks_t", "marks"],
  ["vl_api_link_flags_t", "link_flags"],
  ["vl_api_colour_t", "type"],
  ["vl_api_either_t", "either", { discriminator: "type" }],
  ["u16", "numbers", 3],
  ["u32", "n_points"],
  ["vl_api_point_t", "points", 0, "n_points"],
];

const json = {
  module: "every_type",
  types: [
    ["address", ["vl_api_address_family_t", "af"], ["vl_api_address_union_t", "un", { discriminator: "af" }]],
    ["prefix", ["vl_api_address_t", "address"], ["u8", "len"]],
    ["ip4_prefix", ["vl_api_ip4_address_t", "address"], ["u8", "len"]],
    ["point", ["i32", "x"], ["i64", "y"]],
  ],
  unions: [
    [
      "address_union",
      ["vl_api_ip4_address_t", "ip4", { case: "ADDRESS_IP4" }],
      ["vl_api_ip6_address_t", "ip6", { case: "ADDRESS_IP6" }],
    ],
    ["either", ["u32", "number", { case: "RED" }], ["vl_api_point_t", "point", { case: "GREEN" }]],
  ],
  enums: [
    ["address_family", ["ADDRESS_IP4", 0], ["ADDRESS_IP6", 1], { enumtype: "u8" }],
    ["link_flags", ["LINK_NONE", 0], ["LINK_UP", 1], ["ADMIN_UP", 2], { enumtype: "u32" }],
    ["colour", ["RED", 1], ["GREEN", 2], ["ALSO_GREEN", 2], { enumtype: "u32" }],
  ],
  enumflags: [["marks", ["NONE", 0], ["BOLD", 1], ["TALL", 4], ["BOTH", 5], { enumtype: "u8" }]],
  aliases: {
    ip4_address: { type: "u8", length: 4 },
    ip6_address: { type: "u8", length: 16 },
    mac_address: { type: "u8", length: 6 },
  },
  messages: [
    ["every_type", ...head, ...everything, end],
    ["every_type_reply", ...replyHead, ["i32", "retval"], ...everything, end],
    ["point_dump", ...head, end],
    ["point_details", ...replyHead, ["vl_api_point_t", "point"], end],
    ["point_get", ...head, ["u32", "cursor"], end],
    ["point_get_reply", ...replyHead, ["i32", "retval"], ["u32", "cursor"], end],
    ["want_points", ...head, ["bool", "enable"], end],
    ["want_points_reply", ...replyHead, ["i32", "retval"], end],
    ["point_event", ["u16", "_vl_msg_id"], ["u32", "client_index"], ["u32", "pid"], ["vl_api_point_t", "point"], end],
    ["last_words", ...head, end],
    ["rpc_call", ...head, ["u64", "function"], end],
    ["rpc_call_reply", ...replyHead, ["i32", "retval"], end],
    ["not_loaded", ...head, { ...end, crc: "0x22222222" }],
  ],
  services: {
    every_type: { reply: "every_type_reply" },
    point_dump: { reply: "point_details", stream: true },
    point_get: { reply: "point_get_reply", stream: true, stream_msg: "point_details" },
    want_points: { reply: "want_points_reply", events: ["point_event"] },
    last_words: { reply: "null" },
    rpc_call: { reply: "rpc_call_reply" },
    not_loaded: { reply: "null" },
  },
  options: { version: "1.2.3" },
  vl_api_version: "0x33333333",
  imports: [],
};

export const exampleApi: ApiDescription = parseApiDescription([json]);

/** As VPP's table names them; one message is described and not loaded. */
export const loadedMessages: ReadonlySet<string> = new Set(
  exampleApi.modules.flatMap(({ messages }) =>
    messages.filter(({ name }) => name !== "not_loaded").map(({ name, crc }) => `${name}_${crc}`),
  ),
);
