/** Gives the memory of a large array back at once: the collector of garbage comes late to what it sees as one small object. */

/** Shorter arrays may share a buffer, and are not worth it. */
const LONG_BYTES = 32 * 1024;

/** Frees an array that is long and has its buffer for itself, for which nobody else may have a use any more. Leaves others as they are. */
export function discardLong(bytes: Uint8Array): void {
  if (bytes.byteLength >= LONG_BYTES && bytes.byteLength === bytes.buffer.byteLength) discard(bytes);
}

/** Frees the whole buffer of an array, which is empty afterwards. Nobody else may need anything of that buffer. */
export function discard(bytes: Uint8Array): void {
  const { port1: nowhere } = new MessageChannel();
  nowhere.close();
  // What is handed over to a closed port is gone.
  nowhere.postMessage(undefined, [bytes.buffer as ArrayBuffer]);
}
