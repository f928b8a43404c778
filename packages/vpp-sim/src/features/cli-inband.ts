import { CliInband } from "vpp-binapi-ts/api";
import { show } from "../cli/show.js";
import { answer, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { collectGarbage } from "../state/lb.js";

/** The few CLI lines that the simulator knows (vlib): `show ...`, in words of its own, and `lb conf`. */
export const cliInband: Feature = {
  name: "cli-inband",
  handlers: [
    answer(CliInband, (vpp, { cmd }) => {
      const line = cmd.trim().replace(/\s+/g, " ");
      const shown = line.startsWith("show ") ? show(vpp, line.slice("show ".length)) : undefined;
      if (shown !== undefined) return { retval: Retval.OK, reply: shown };
      if (line === "lb conf" || line.startsWith("lb conf ")) {
        collectGarbage(vpp.lb);
        return { retval: Retval.OK, reply: "" };
      }
      // Settings that VPP does not tell again.
      if (line.startsWith("set acl-plugin ")) return { retval: Retval.OK, reply: "" };
      return { retval: Retval.UNSPECIFIED, reply: `unknown input \`${cmd}'\n` };
    }),
  ],
};
