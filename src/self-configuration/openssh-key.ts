/** Keys in the forms of SSH: what the SSH library takes, and what stands in a public key line. */

import type { KeyObject } from "node:crypto";
import ssh2 from "ssh2";

/** RSA and EC in PEM; Ed25519 in OpenSSH's own form, since the library knows no other. Throws for other kinds of keys. */
export function sshPrivateKey(key: KeyObject): string {
  switch (key.asymmetricKeyType) {
    case "rsa":
      return key.export({ format: "pem", type: "pkcs1" }).toString();
    case "ec":
      return key.export({ format: "pem", type: "sec1" }).toString();
    case "ed25519":
      return openSshEd25519(key);
    default:
      throw new Error(`SSH has no keys of ${key.asymmetricKeyType}`);
  }
}

/** The public half as SSH sends it (RFC 4253 6.6). Throws for kinds of keys that SSH does not have. */
export function sshPublicBlob(key: KeyObject): Buffer {
  const parsed = ssh2.utils.parseKey(sshPrivateKey(key));
  if (parsed instanceof Error) throw parsed;
  return parsed.getPublicSSH();
}

/**
 * PROTOCOL.key of OpenSSH, without encryption:
 *
 *   "openssh-key-v1\0" | string cipher | string kdf | string options | uint32 keys = 1 | string public | string private
 *   private: uint32 check, twice | string type | string public | string seed and public | string comment | padding 1, 2, 3 ...
 */
function openSshEd25519(key: KeyObject): string {
  const { d = "", x = "" } = key.export({ format: "jwk" });
  const seed = Buffer.from(d, "base64url");
  const publicKey = Buffer.from(x, "base64url");
  const type = text("ssh-ed25519");
  const check = uint32(0);
  const fields = [check, check, type, text(publicKey), text(Buffer.concat([seed, publicKey])), text("")];
  const unpadded = Buffer.concat(fields);
  const padding = Buffer.from(Array.from({ length: (8 - (unpadded.length % 8)) % 8 }, (_, index) => index + 1));
  const file = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    text("none"),
    text("none"),
    text(""),
    uint32(1),
    text(Buffer.concat([type, text(publicKey)])),
    text(Buffer.concat([unpadded, padding])),
  ]);
  const lines = file.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join("\n");
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}
