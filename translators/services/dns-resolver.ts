import { DnsEnableDisable, DnsNameServerAddDel } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { allOrNone } from "../all-or-none.js";
import { familyOf, ip4Bytes, ip6Bytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";

interface Value {
  readonly "name-server": readonly string[];
}

/** The resolver. VPP enables it only with a server, and tells neither. */
export const dnsResolver = defineTranslator<Record<never, string>, Value>({
  name: "dns-resolver",
  path: "/sweetcomb-services:dns-resolver",
  keys: {},
  leafs: ["name-server"],
  messages: [DnsEnableDisable, DnsNameServerAddDel],
  async create(context, { value }) {
    await allOrNone(
      partsOf(value).map((part) => ({
        do: () => set(context, part, true),
        undo: () => set(context, part, false),
      })),
    );
  },
  update: "recreate",
  async delete(context, { value }) {
    await allOrNone(
      partsOf(value)
        .reverse()
        .map((part) => ({
          do: () => goneIsFine(set(context, part, false), "NAME_SERVER_NOT_FOUND"),
          undo: () => set(context, part, true),
        })),
    );
  },
  dump: "unreadable",
});

type Part = { readonly server: string } | "enable";

function partsOf(value: Value): Part[] {
  return [...value["name-server"].map((server) => ({ server })), "enable"];
}

async function set(context: TranslatorContext, part: Part, isThere: boolean): Promise<void> {
  if (part === "enable") await context.vpp.call(DnsEnableDisable, { enable: isThere ? 1 : 0 });
  else await setServer(context, part.server, isThere);
}

async function setServer({ vpp }: TranslatorContext, server: string, isAdd: boolean): Promise<void> {
  const isIp6 = familyOf(server) === "ipv6";
  const serverAddress = new Uint8Array(16);
  serverAddress.set(isIp6 ? ip6Bytes(server) : ip4Bytes(server));
  await vpp.call(DnsNameServerAddDel, { isIp6: isIp6 ? 1 : 0, isAdd: isAdd ? 1 : 0, serverAddress });
}
