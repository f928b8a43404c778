import { BfdAuthDelKey, BfdAuthKeysDump, BfdAuthSetKey } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator } from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";
import { isSpareKey, makeRoomForKeys } from "./room-for-keys.js";

type Key = { readonly id: string };

interface Value {
  readonly algorithm?: keyof typeof algorithms;
  /** Hexadecimal. VPP does not show it. */
  readonly secret?: string;
}

/** RFC 5880 4.1, the two that VPP has. */
const algorithms = { "keyed-sha1": 4, "meticulous-keyed-sha1": 5 } as const;

export const authenticationKeys = defineKind<Key>("bfd-authentication-key", ["id"]);

/** A key of BFD sessions. VPP does not change one that a session uses, nor does it tell its bytes. */
export const authenticationKey = defineTranslator<Key, Value>({
  name: authenticationKeys.name,
  kind: authenticationKeys,
  path: "/sweetcomb-bfd:bfd/authentication-key",
  keys: { id: "authentication-key/id" },
  leafs: ["algorithm", "secret"],
  messages: [BfdAuthSetKey, BfdAuthDelKey, BfdAuthKeysDump],
  async create(context, { key, value }) {
    await makeRoomForKeys(context);
    const bytes = Buffer.from(value.secret ?? "", "hex");
    await context.vpp.call(BfdAuthSetKey, {
      confKeyId: Number(key.id),
      authType: algorithms[value.algorithm ?? "meticulous-keyed-sha1"],
      keyLen: bytes.length,
      key: Uint8Array.from(bytes),
    });
  },
  update: "recreate",
  delete: ({ vpp }, { key }) => goneIsFine(vpp.call(BfdAuthDelKey, { confKeyId: Number(key.id) }), "BFD_ENOENT"),
  async *dump({ vpp }) {
    for await (const { confKeyId, useCount, authType } of vpp.dump(BfdAuthKeysDump)) {
      const algorithm = authType === algorithms["keyed-sha1"] ? "keyed-sha1" : "meticulous-keyed-sha1";
      const state = { "use-count": useCount };
      yield {
        key: { id: String(confKeyId) },
        value: { algorithm },
        state,
        ...(isSpareKey(confKeyId) && { owned: true }),
      };
    }
  },
  unreadable: ["secret"],
});
