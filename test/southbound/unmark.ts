import { SwInterfaceDump, SwInterfaceTagAddDel } from "vpp-binapi-ts/api";
import type { TestBed } from "../translators/test-bed.js";

/** Takes the marks of all interfaces off, as a server leaves those that it dies over, and returns how many had one. */
export async function unmark(bed: TestBed): Promise<number> {
  const vpp = await bed.asOther();
  const marked: number[] = [];
  for await (const { swIfIndex, tag } of vpp.dump(SwInterfaceDump)) if (tag.startsWith("sc")) marked.push(swIfIndex);
  for (const swIfIndex of marked) await vpp.call(SwInterfaceTagAddDel, { isAdd: false, swIfIndex });
  return marked.length;
}
