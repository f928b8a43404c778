import { Buffer } from "node:buffer";
import type { ApiDescription, ApiField, ApiMessage, ApiType } from "../../src/index.js";

/**
 * The CRC of a message as VPP's generator computes it: CRC-32 over the text of its field list, then over the text of each type
 * that it uses, in the order of use, and of the types inside those.
 */
export function messageCrc(description: ApiDescription, message: ApiMessage): string {
  const types = new Map(description.modules.flatMap((module) => module.types.map((type) => [type.name, type])));
  const fields = message.fields.filter((field) => field.name !== "_vl_msg_id");
  const crc = foldTypes(fields, crc32(listText(fields, types), 0), types);
  return crc.toString(16).padStart(8, "0");
}

/** Constants added later without a new CRC: VPP marks them in its sources, not in the JSON. */
const addedLater = new Set([
  "AF_PACKET_API_FLAG_VERSION_2",
  "AF_XDP_API_FLAGS_MAC_REUSE",
  "IPSEC_API_CRYPTO_ALG_CHACHA20_POLY1305",
  "IPSEC_API_CRYPTO_ALG_AES_NULL_GMAC_128",
  "IPSEC_API_CRYPTO_ALG_AES_NULL_GMAC_192",
  "IPSEC_API_CRYPTO_ALG_AES_NULL_GMAC_256",
  "IPSEC_API_SAD_FLAG_ASYNC",
  "SR_BEHAVIOR_API_END_UN_PERF",
  "SR_BEHAVIOR_API_END_UN",
  "SR_BEHAVIOR_API_UA",
  "TAP_API_FLAG_PACKED",
  "TAP_API_FLAG_IN_ORDER",
  "TAP_API_FLAG_CONSISTENT_QP",
  "VIRTIO_API_FLAG_BUFFERING",
  "VIRTIO_API_FLAG_RSS",
  "TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_INNER_HASH",
  "TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_COPY_HOP_LIMIT",
  "TUNNEL_API_ENCAP_DECAP_FLAG_ENCAP_COPY_FLOW_LABEL",
]);

type Types = ReadonlyMap<string, ApiType>;

function foldTypes(fields: readonly ApiField[], start: number, types: Types): number {
  let crc = start;
  for (const field of fields) {
    const type = types.get(field.type);
    if (type === undefined) continue;
    crc = crc32(typeText(type, types), crc);
    if (type.kind === "struct") crc = foldTypes(type.fields, crc, types);
    if (type.kind === "union") crc = foldTypes(type.members, crc, types);
  }
  return crc;
}

function typeText(type: ApiType, types: Types): string {
  switch (type.kind) {
    case "struct":
      return listText(type.fields, types);
    case "union":
      return listText(type.members, types);
    case "alias":
      return "[]";
    default: {
      const constants = type.constants.filter(([name]) => !addedLater.has(name));
      return `[${constants.map(([name, value]) => `['${name}', ${value}]`).join(", ")}]`;
    }
  }
}

/** As Python prints a list of lists. */
function listText(fields: readonly ApiField[], types: Types): string {
  const texts = fields.map((field) => {
    const { name, length, countedBy } = field;
    const type = types.has(field.type) ? `vl_api_${field.type}_t` : field.type;
    if (countedBy !== undefined) return `['${type}', '${name}', 0, '${countedBy}']`;
    if (length !== undefined || type === "string") return `['${type}', '${name}', ${length ?? 0}, None]`;
    return `['${type}', '${name}']`;
  });
  return `[${texts.join(", ")}]`;
}

function crc32(text: string, start: number): number {
  let crc = ~start;
  for (const byte of Buffer.from(text, "utf8")) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
