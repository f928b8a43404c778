// npm run test:kubernetes: the controller and the API server of the tests against a real API server. TEST_KUBECONFIG names the
// kubeconfig of somebody who may do everything in a cluster that is there for this alone.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { prepare } from "./prepare.mjs";

const kubeconfig = process.env.TEST_KUBECONFIG;
if (kubeconfig === undefined || !existsSync(kubeconfig)) {
  const reason = kubeconfig === undefined ? "TEST_KUBECONFIG is not set" : `there is no file ${kubeconfig}`;
  console.log(`no real cluster: ${reason}. Run it as TEST_KUBECONFIG=~/.kube/test npm run test:kubernetes`);
  process.exit(kubeconfig === undefined ? 0 : 1);
}
await prepare((line) => console.log(line));
const words = ["--enable-source-maps", "--test", "dist/test/kubernetes/real-api-server.test.js"];
process.exit(spawnSync(process.execPath, words, { stdio: "inherit" }).status ?? 1);
