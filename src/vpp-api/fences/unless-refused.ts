import { VppApiError } from "vpp-binapi-ts";

/** What VPP answers; undefined where it refuses, as it does to questions about what is not there. Throws what is no refusal. */
export async function unlessRefused<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (failure) {
    if (failure instanceof VppApiError) return undefined;
    throw failure;
  }
}
