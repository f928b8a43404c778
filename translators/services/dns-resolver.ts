import { DnsEnableDisable, DnsNameServerAddDel } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
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
    const done: string[] = [];
    try {
      for (const server of value["name-server"]) {
        await setServer(context, server, true);
        done.push(server);
      }
      await context.vpp.call(DnsEnableDisable, { enable: 1 });
    } catch (refusal) {
      for (const server of done) await setServer(context, server, false);
      throw refusal;
    }
  },
  update: "recreate",
  async delete(context, { value }) {
    await context.vpp.call(DnsEnableDisable, { enable: 0 });
    for (const server of value["name-server"]) {
      await goneIsFine(setServer(context, server, false), "NAME_SERVER_NOT_FOUND");
    }
  },
  dump: "unreadable",
});

async function setServer({ vpp }: TranslatorContext, server: string, isAdd: boolean): Promise<void> {
  const isIp6 = familyOf(server) === "ipv6";
  const serverAddress = new Uint8Array(16);
  serverAddress.set(isIp6 ? ip6Bytes(server) : ip4Bytes(server));
  await vpp.call(DnsNameServerAddDel, { isIp6: isIp6 ? 1 : 0, isAdd: isAdd ? 1 : 0, serverAddress });
}
