/** The key with which the secrets of tests are sealed. */
export const testSealingKey = new Uint8Array(32).fill(7);
