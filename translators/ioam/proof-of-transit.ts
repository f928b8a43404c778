import {
  CliInband,
  PotProfileActivate,
  PotProfileAdd,
  PotProfileDel,
  type PotProfileShowConfigDetails,
  PotProfileShowConfigDump,
} from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";

interface Value {
  readonly "proof-of-transit": Proof;
}

interface Proof {
  readonly name: string;
  readonly "active-profile"?: number;
  readonly profile: readonly Profile[];
}

/** Numbers of 64 bits are sixteen hexadecimal digits. */
interface Profile {
  readonly id: number;
  readonly prime: string;
  readonly "secret-share": string;
  readonly "public-polynomial": string;
  readonly "lagrange-coefficient": string;
  readonly "random-bits"?: number;
  readonly secret?: string;
}

/** Means all profiles of the dump. */
const ALL = 0xff;

/** The two profiles of proofs of transit. VPP deletes them together only, and changes none that was used. */
export const proofOfTransit = defineTranslator<Record<never, string>, Value>({
  name: "ioam-proof-of-transit",
  path: "/sweetcomb-ioam:ioam",
  keys: {},
  leafs: ["proof-of-transit"],
  messages: [PotProfileAdd, PotProfileDel, PotProfileActivate, PotProfileShowConfigDump, CliInband],
  async create({ vpp }, { value: { "proof-of-transit": proof } }) {
    const { name: listName, "active-profile": active } = proof;
    try {
      for (const profile of proof.profile) await vpp.call(PotProfileAdd, { listName, ...wireOf(profile) });
      if (active !== undefined) await vpp.call(PotProfileActivate, { listName, id: active });
    } catch (refusal) {
      await vpp.call(PotProfileDel, { listName });
      throw refusal;
    }
  },
  update: "recreate",
  async delete({ vpp }, { value }) {
    await vpp.call(PotProfileDel, { listName: value["proof-of-transit"].name });
  },
  async *dump({ vpp }) {
    const { reply } = await vpp.call(CliInband, { cmd: "show pot profile" });
    const name = /^Profile list in use {2}: (\S+)$/m.exec(reply)?.[1];
    if (name === undefined) return;
    const active = /^Profile index in use: (\d)$/m.exec(reply)?.[1];
    const profile: Profile[] = [];
    for await (const details of vpp.dump(PotProfileShowConfigDump, { id: ALL })) {
      if (details.prime !== 0n) profile.push(profileFrom(details));
    }
    const proof: Proof = { name, ...(active !== undefined && { "active-profile": Number(active) }), profile };
    yield { key: {}, value: { "proof-of-transit": proof } };
  },
});

function wireOf({ id, secret, ...profile }: Profile) {
  return {
    id,
    validator: secret === undefined ? 0 : 1,
    secretKey: number64(secret ?? "0"),
    secretShare: number64(profile["secret-share"]),
    prime: number64(profile.prime),
    maxBits: profile["random-bits"] ?? 64,
    lpc: number64(profile["lagrange-coefficient"]),
    polynomialPublic: number64(profile["public-polynomial"]),
  };
}

function profileFrom(details: PotProfileShowConfigDetails): Profile {
  return {
    id: details.id,
    prime: digits(details.prime),
    "secret-share": digits(details.secretShare),
    "public-polynomial": digits(details.polynomialPublic),
    "lagrange-coefficient": digits(details.lpc),
    "random-bits": details.bitMask.toString(2).length,
    ...(details.validator === 1 && { secret: digits(details.secretKey) }),
  };
}

function number64(text: string): bigint {
  return BigInt(`0x${text}`);
}

function digits(number: bigint): string {
  return number.toString(16).padStart(16, "0");
}
