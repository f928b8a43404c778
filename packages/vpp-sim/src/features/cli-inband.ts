import { CliInband } from "vpp-binapi-ts/api";
import { show } from "../cli/show.js";
import { answer, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { setAdminUp } from "../state/interfaces.js";
import { collectGarbage } from "../state/lb.js";
import { sayLocalSid } from "./srv6-proxy.js";

/** The few CLI lines that the simulator knows (vlib): `show ...`, in words of its own, and `lb conf`. */
export const cliInband: Feature = {
  name: "cli-inband",
  handlers: [
    answer(CliInband, (vpp, { cmd }) => {
      const line = cmd.trim().replace(/\s+/g, " ");
      const shown = line.startsWith("show ") ? show(vpp, line.slice("show ".length)) : undefined;
      if (shown !== undefined) return { retval: Retval.OK, reply: shown };
      if (line === "lb conf" || line.startsWith("lb conf ")) {
        collectGarbage(vpp.lb, vpp.now());
        return { retval: Retval.OK, reply: "" };
      }
      if (line.startsWith("sr localsid ") && sayLocalSid(vpp, line)) return { retval: Retval.OK, reply: "" };
      // Settings that VPP does not tell again.
      if (line.startsWith("set acl-plugin ")) return { retval: Retval.OK, reply: "" };
      const state = /^set interface state (.*)$/.exec(line)?.[1];
      if (state !== undefined) {
        const [name, wanted] = state.split(" ");
        const named = [...vpp.interfaces.values()].find((found) => found.name === name);
        if (named === undefined || (wanted !== "up" && wanted !== "down")) {
          return { retval: Retval.UNSPECIFIED, reply: `set interface state: unknown interface \`${state}'\n` };
        }
        setAdminUp(vpp, named, wanted === "up");
        return { retval: Retval.OK, reply: "" };
      }
      return { retval: Retval.UNSPECIFIED, reply: `unknown input \`${cmd}'\n` };
    }),
  ],
};
