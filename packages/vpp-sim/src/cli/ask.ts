import { connectVpp } from "vpp-binapi-ts";
import { CliInband } from "vpp-binapi-ts/api";
import { ALL_TOPICS } from "./show.js";

/** Asks a running simulator for `show TOPIC`, or for all topics. Rejects when there is none or the topic is unknown. */
export async function ask(socketPath: string, topic: string): Promise<string> {
  const vpp = await connectVpp({ socketPath, name: "vpp-sim show" });
  try {
    const topics = topic === "" ? ALL_TOPICS : [topic];
    const texts: string[] = [];
    for (const one of topics) {
      const { reply } = await vpp.call(CliInband, { cmd: `show ${one}` });
      texts.push(topics.length === 1 ? reply : `--- ${one}\n${reply}`);
    }
    return texts.join("");
  } finally {
    vpp.close();
  }
}
