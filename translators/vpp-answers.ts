/** What a translator does about VPP's return codes. */

import { VppApiError } from "vpp-binapi-ts";

/** Codes with which VPP says that what should be deleted is not there (any more). */
const goneCodes = new Set([
  "NO_SUCH_ENTRY",
  "INVALID_SW_IF_INDEX",
  "ADDRESS_NOT_FOUND_FOR_INTERFACE",
  "NO_SUCH_FIB",
  "NO_SUCH_TABLE",
]);

/** Waits for a delete; that the thing is gone already is success. `also`: another code that says so. */
export async function goneIsFine(deletion: Promise<unknown>, also?: string): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if (!saysGone(error, also)) throw error;
  }
}

/** Whether VPP refused because what was asked for is not there. `also`: another code that says so. */
export function saysGone(error: unknown, also?: string): boolean {
  return error instanceof VppApiError && (goneCodes.has(error.codeName) || error.codeName === also);
}

/** Whether this is VPP's refusal with one of these codes. */
export function hasCode(failure: unknown, ...codeNames: readonly string[]): boolean {
  return failure instanceof VppApiError && codeNames.includes(failure.codeName);
}

/** Waits for a request; one refusal, such as "that is so already", is success. `codeName` is VPP's, a number where it has no name. */
export async function toleratedIs(codeName: string | number, request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    const isTolerated = error instanceof VppApiError && (error.codeName === codeName || error.code === codeName);
    if (!isTolerated) throw error;
  }
}
