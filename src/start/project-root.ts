/** The project's folder, as seen from where this file is built to (dist/src/start). */
export const projectRoot = new URL("../../../", import.meta.url);
