// What the checks know beside their code: pinned contexts by address, and the English sentence of each reason.
import { DATA } from "./data.js";

export const BUILT_IN = DATA.rules;
