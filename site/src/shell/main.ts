import { startCopying } from "./copying";
import { startScheme } from "./scheme";
import { startSearch } from "./search";

startScheme();
startSearch();
startCopying();
