/** The version of this library; a test holds it against package.json. */
export const MERCER_VERSION = "0.1.0";
