/** `sweetcomb kubernetes ...`: what there is beside the server for clusters of Kubernetes. */

import { UsageError } from "../../config/read-flags.js";
import { follow, RUN_USAGE } from "./follow.js";
import { RENDER_USAGE, render } from "./render.js";

/** How the commands are used. */
export const KUBERNETES_USAGE = `usage: ${RUN_USAGE}\n       ${RENDER_USAGE}`;

/** @param argv words behind "kubernetes". Throws an Error for the operator. */
export async function kubernetesCommand([command, ...argv]: readonly string[], environment: NodeJS.ProcessEnv) {
  if (command === "render") {
    console.log(await render(argv, environment));
    return;
  }
  if (command !== "run") throw new UsageError(KUBERNETES_USAGE);
  const following = await follow(argv, environment);
  for (const line of following.lines) console.log(line);
  console.log("ready");
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void following.close().then(() => process.exit(0)));
  }
}
