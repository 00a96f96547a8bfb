import path from "node:path";
import { pathEntries } from "../paths";

process.stderr.write(`All tools are in ${path.resolve(__dirname, "..", "..", ".tools")}.\n`);
process.stdout.write(`${pathEntries().join(path.delimiter)}\n`);
