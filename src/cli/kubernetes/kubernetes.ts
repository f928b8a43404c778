/** `sweetcomb kubernetes ...`: what there is beside the server for clusters of Kubernetes. */

import { follow } from "./follow.js";
import { render } from "./render.js";

const USAGE = "usage: sweetcomb kubernetes run|render ... (docs/kubernetes.md)";

/** @param argv words behind "kubernetes". Throws an Error for the operator. */
export async function kubernetesCommand([command, ...argv]: readonly string[], environment: NodeJS.ProcessEnv) {
  if (command === "render") {
    console.log(await render(argv, environment));
    return;
  }
  if (command !== "run") throw new Error(USAGE);
  const following = await follow(argv, environment);
  for (const line of following.lines) console.log(line);
  console.log("ready");
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void following.close().then(() => process.exit(0)));
  }
}
