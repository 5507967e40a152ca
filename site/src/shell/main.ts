import { startScheme } from "./scheme";
import { startSearch } from "./search";
import { startCopying } from "./copying";

startScheme();
startSearch();
startCopying();
