import { MemifSocketFilenameAddDelV2, MemifSocketFilenameDump } from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";

export type SocketKey = { readonly id: string };

export interface SocketValue {
  readonly filename: string;
}

/** A control socket of memif interfaces. Socket 0 is VPP's own and is not configured. */
export const memifSocket = defineTranslator<SocketKey, SocketValue>({
  name: "memif-socket",
  path: "/sweetcomb-interfaces:memif-sockets/socket",
  keys: { id: "socket/id" },
  leafs: ["filename"],
  messages: [MemifSocketFilenameAddDelV2, MemifSocketFilenameDump],
  marks: ({ value }) => [fileMark(value.filename)],
  async create({ vpp }, { key, value }) {
    const socketFilename = toVpp(value.filename);
    await vpp.call(MemifSocketFilenameAddDelV2, { isAdd: true, socketId: Number(key.id), socketFilename });
  },
  update: "recreate",
  async delete({ vpp }, { key }) {
    await goneIsFine(vpp.call(MemifSocketFilenameAddDelV2, { isAdd: false, socketId: Number(key.id) }));
  },
  async *dump({ vpp }) {
    for await (const { socketId, socketFilename } of vpp.dump(MemifSocketFilenameDump)) {
      if (socketId === 0) continue;
      yield { key: { id: String(socketId) }, value: { filename: fromVpp(socketFilename) } };
    }
  },
  // VPP puts its run time folder before a name that is not a whole path.
  matches: ({ filename }, { filename: dumped }) => toVpp(dumped) === toVpp(filename) || dumped.endsWith(`/${filename}`),
});

/** How sockets are found that may have one file: VPP puts its run time folder before some names, so the last part tells. */
export function fileMark(filename: string): string {
  return `memif file ${filename.slice(filename.lastIndexOf("/") + 1)}`;
}

/** VPP's word before a name in the abstract name space. It would take "@name" as a file of its run time folder. */
const ABSTRACT = "abstract:";

function toVpp(filename: string): string {
  return filename.startsWith("@") ? `${ABSTRACT}${filename.slice(1)}` : filename;
}

function fromVpp(filename: string): string {
  return filename.startsWith(ABSTRACT) ? `@${filename.slice(ABSTRACT.length)}` : filename;
}
